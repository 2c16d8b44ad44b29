package dev.fluxion.blas;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A native BLAS with the C interface, cblas, loaded for as long as the program runs. */
@SuppressWarnings("restricted") // Whoever starts the program allows it; load() asks.
final class Library {
  /** Names the library to take in place of the one in the jar of OpenBLAS. */
  static final String PROPERTY = "fluxion.blas";

  private final SymbolLookup symbols;

  private Library(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /** Why there is no library: one sentence for the user. */
  static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;

    Missing(String sentence) {
      super(sentence, null, false, false);
    }
  }

  /**
   * The library that the user names, or the one in the jar of OpenBLAS.
   *
   * @param loader where to look for that jar
   * @throws Missing if there is none that works
   */
  static Library load(@Nullable String named, ClassLoader loader) {
    var module = Library.class.getModule();
    if (!module.isNativeAccessEnabled()) {
      var who = module.isNamed() ? module.getName() : "ALL-UNNAMED";
      throw new Missing(
          "Fluxion multiplies matrices faster with a native BLAS: start java with"
              + " --enable-native-access="
              + who
              + ".");
    }
    var library = new Library(named != null ? open(named) : bundled(loader));
    library.oneThread();
    return library;
  }

  private static SymbolLookup open(String named) {
    var file = Path.of(named);
    var symbols = Files.isRegularFile(file) ? tryOpen(file) : null;
    if (symbols == null) {
      throw new Missing(
          "-D" + PROPERTY + " needs the file of a BLAS for this platform, got " + named + ".");
    }
    return symbols;
  }

  private static SymbolLookup bundled(ClassLoader loader) {
    var os = System.getProperty("os.name");
    var arch = System.getProperty("os.arch");
    var platform = Natives.platform(os, arch);
    if (platform == null) {
      throw new Missing(
          "There is no OpenBLAS for "
              + os
              + " on "
              + arch
              + ": name another BLAS by -D"
              + PROPERTY
              + "=FILE.");
    }
    List<Path> files;
    try {
      files = Natives.find(platform, loader);
    } catch (IOException e) {
      throw new Missing(
          "OpenBLAS could not be unpacked into java.io.tmpdir, "
              + System.getProperty("java.io.tmpdir")
              + ": "
              + e.getMessage()
              + ".");
    }
    if (files == null) {
      throw new Missing(
          "No native BLAS was found: put org.bytedeco:openblas with the classifier "
              + platform
              + " on the class path or module path, or name one by -D"
              + PROPERTY
              + "=FILE.");
    }
    return openAll(files);
  }

  /**
   * Loads files that need each other, in whatever order they can be loaded, and gives the last. The
   * system finds a library that one needs among those already loaded, by its name.
   */
  private static SymbolLookup openAll(List<Path> files) {
    var main = files.getLast();
    var waiting = new ArrayList<>(files.subList(0, files.size() - 1));
    while (waiting.removeIf(file -> tryOpen(file) != null)) {
      // Each round may load what failed in the one before.
    }
    var symbols = tryOpen(main);
    if (symbols == null) {
      throw new Missing(
          "OpenBLAS could not be loaded from "
              + main
              + ": name another BLAS by -D"
              + PROPERTY
              + "=FILE.");
    }
    return symbols;
  }

  private static @Nullable SymbolLookup tryOpen(Path file) {
    try {
      return SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Fluxion has threads of its own; OpenBLAS's would wait for them, and they for it. */
  private void oneThread() {
    var symbol = symbols.find("openblas_set_num_threads").orElse(null);
    if (symbol == null) {
      return;
    }
    var set =
        Linker.nativeLinker()
            .downcallHandle(symbol, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
    try {
      set.invokeExact(1);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * A function that takes arrays from the heap. No collection of garbage can begin while it runs,
   * so calls are kept short.
   *
   * @throws Missing if the library does not have it
   */
  MethodHandle function(String name, FunctionDescriptor type) {
    var symbol =
        symbols
            .find(name)
            .orElseThrow(() ->
                new Missing(
                    "The native BLAS has no function "
                        + name
                        + ": name a library with the interface cblas by -D"
                        + PROPERTY
                        + "=FILE."));
    return handle(symbol, type);
  }

  /** The same, or null if the library does not have it. */
  @Nullable MethodHandle optional(String name, FunctionDescriptor type) {
    return symbols.find(name).map(symbol -> handle(symbol, type)).orElse(null);
  }

  private static MethodHandle handle(MemorySegment symbol, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(symbol, type, Linker.Option.critical(true));
  }
}
