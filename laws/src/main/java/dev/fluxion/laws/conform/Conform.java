package dev.fluxion.laws.conform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fluxion.laws.conform.torch.NotSupported;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The command {@code conform [--unsupported] [--only TEXT] FILE.jsonl …}: runs the cases of golden
 * files through Fluxion and prints how many of each kind passed, then what differs.
 *
 * <p>Exit code 0 if no case failed, 1 if one did, 2 if the arguments or a file cannot be read.
 */
public final class Conform {
  private static final String USAGE = "conform [--unsupported] [--only TEXT] FILE.jsonl ...";
  private static final long SECONDS_PER_CASE = 60;

  private final List<Path> files = new ArrayList<>();
  private final SeedCases seeds = new SeedCases();
  private final Report report = new Report();
  private boolean unsupported;
  private String only = "";

  private Conform() {}

  /**
   * Runs the command and ends the process.
   *
   * @param arguments options and files
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  /**
   * Runs the command.
   *
   * @param arguments options and files
   * @param out where the report goes
   * @param err where complaints about arguments and files go
   * @return the exit code
   */
  public static int run(String[] arguments, PrintStream out, PrintStream err) {
    var conform = new Conform();
    try {
      conform.read(List.of(arguments));
      conform.cases().forEach(conform::run);
    } catch (IOException | IllegalArgumentException unreadable) {
      err.println("conform: " + unreadable.getMessage());
      return 2;
    }
    conform.report.print(out, conform.unsupported);
    return conform.report.failed() ? 1 : 0;
  }

  private void read(List<String> arguments) {
    for (var rest = arguments.iterator(); rest.hasNext(); ) {
      var argument = rest.next();
      switch (argument) {
        case "--unsupported" -> unsupported = true;
        case "--only" -> {
          if (!rest.hasNext()) {
            throw new IllegalArgumentException("--only needs a text: " + USAGE);
          }
          only = rest.next();
        }
        default -> {
          if (argument.startsWith("--")) {
            throw new IllegalArgumentException("no option " + argument + ": " + USAGE);
          }
          files.add(Path.of(argument));
        }
      }
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no file to read: " + USAGE);
    }
  }

  /** The cases of all files. The steps of a tutorial, told from several files, come in order. */
  private List<JsonNode> cases() throws IOException {
    var mapper = new ObjectMapper();
    var cases = new ArrayList<JsonNode>();
    for (var file : files) {
      if (!Files.isReadable(file)) {
        throw new IOException("cannot read " + file);
      }
      int number = 0;
      for (var line : Files.readAllLines(file)) {
        number++;
        if (!line.isBlank()) {
          cases.add(parsed(mapper, line, file + ", line " + number));
        }
      }
    }
    cases.removeIf(json -> !id(json).contains(only));
    cases.sort(Comparator.comparing(json -> isSeed(json) ? id(json) : ""));
    return cases;
  }

  private static JsonNode parsed(ObjectMapper mapper, String line, String where)
      throws IOException {
    try {
      var json = mapper.readTree(line);
      if (json.path("kind").isTextual() && json.path("id").isTextual()) {
        return json;
      }
    } catch (JsonProcessingException malformed) {
      throw new IOException(where + ": " + malformed.getOriginalMessage(), malformed);
    }
    throw new IOException(where + ": a case is an object with a kind and an id");
  }

  private static boolean isSeed(JsonNode json) {
    return json.path("kind").asText().equals("seed_print");
  }

  private static String id(JsonNode json) {
    return json.path("id").asText();
  }

  private void run(JsonNode json) {
    report.add(json, outcome(json));
  }

  /** Runs a case on a thread of its own: its modes end with it, and it may not take for ever. */
  private Outcome outcome(JsonNode json) {
    var notes = new ArrayList<String>();
    var task =
        new FutureTask<Outcome>(() -> {
          dispatch(json, notes);
          return new Outcome.Passed(notes);
        });
    Thread.ofPlatform().daemon().start(task);
    try {
      return task.get(SECONDS_PER_CASE, TimeUnit.SECONDS);
    } catch (ExecutionException thrown) {
      return switch (thrown.getCause()) {
        case NotSupported missing -> new Outcome.Unsupported(String.valueOf(missing.getMessage()));
        case Mismatch mismatch -> new Outcome.Failed(String.valueOf(mismatch.getMessage()));
        case null, default -> new Outcome.Failed("threw " + thrown.getCause());
      };
    } catch (TimeoutException _) {
      return new Outcome.Failed("not done after " + SECONDS_PER_CASE + " s");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed(interrupted.toString());
    }
  }

  private void dispatch(JsonNode json, List<String> notes) {
    var kind = json.path("kind").asText();
    switch (kind) {
      case "op" -> OpCase.run(json, notes);
      case "op_error" -> OpCall.refused(json);
      case "print" -> PrintCase.run(json);
      case "program" -> ProgramCase.run(json);
      case "seed_print" -> seeds.run(json);
      case "scenario", "semantics" -> Scenarios.run(json);
      default -> throw new NotSupported("the kind " + kind);
    }
  }
}
