package dev.fluxion.examples;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where things lie: the checkout, Fluxion's classes, and reference data beside the checkout. */
final class Checkout {
  /** The directory that holds README.md and examples. */
  static final Path ROOT = root();

  private Checkout() {}

  private static Path root() {
    var home = System.getProperty("fluxion.home");
    var from = Path.of(home == null ? "" : home).toAbsolutePath();
    return upwards(from)
        .filter(directory -> Files.isDirectory(directory.resolve("examples/seeds")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no examples/seeds in or above " + from));
  }

  private static Stream<Path> upwards(Path from) {
    return Stream.iterate(from, directory -> directory != null, Path::getParent);
  }

  /**
   * A file of the folder {@code shared} beside or above the checkout; empty where there is none.
   */
  static Optional<Path> shared(String name) {
    var given = System.getProperty("fluxion.shared");
    var folders = upwards(ROOT).map(directory -> directory.resolve("shared"));
    return Stream.concat(Stream.ofNullable(given).map(Path::of), folders)
        .map(folder -> folder.resolve(name).normalize())
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** The jar or directory of the module {@code dev.fluxion.core}, as it is being tested. */
  static Path core() {
    var given = System.getProperty("fluxion.core");
    if (given != null) {
      return Path.of(given).toAbsolutePath();
    }
    try {
      return Path.of(
          dev.fluxion.Tensor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All modules of Fluxion's face: as the build names them, else that of {@link #core()}. */
  static String modulePath() {
    var given = System.getProperty("fluxion.module.path", "");
    boolean usable =
        !given.isEmpty()
            && Stream.of(given.split(File.pathSeparator)).allMatch(p -> Files.exists(Path.of(p)));
    return usable ? given : core().toString();
  }

  /** The Java files that lie directly in a directory, sorted. */
  static List<Path> programs(String directory) {
    try (var files = Files.list(ROOT.resolve(directory))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text file, with lines that end in a line feed. */
  static String text(Path file) {
    try {
      return Files.readString(file).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
