package dev.fluxion.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {
  @TempDir Path folder;

  private static String refusal(@Nullable String named, ClassLoader loader) {
    var missing = assertThrows(Library.Missing.class, () -> Library.load(named, loader));
    assertEquals(0, missing.getStackTrace().length);
    return String.valueOf(missing.getMessage());
  }

  private static String platform() {
    return String.valueOf(
        Natives.platform(System.getProperty("os.name"), System.getProperty("os.arch")));
  }

  private static ClassLoader here() {
    return LibraryTest.class.getClassLoader();
  }

  @Test
  void withoutTheJarOneSentenceSaysWhatToDo() throws IOException {
    try (var loader = new URLClassLoader(new URL[0], null)) {
      assertEquals(
          "No native BLAS was found: put org.bytedeco:openblas with the classifier "
              + platform()
              + " on the class path or module path, or name one by -Dfluxion.blas=FILE.",
          refusal(null, loader));
    }
  }

  @Test
  void aFileThatIsNoLibraryIsRefused() throws IOException {
    var file = Files.writeString(folder.resolve("blas.so"), "words");
    assertEquals(
        "-Dfluxion.blas needs the file of a BLAS for this platform, got " + file + ".",
        refusal(file.toString(), here()));
    var absent = folder.resolve("absent.so").toString();
    assertEquals(
        "-Dfluxion.blas needs the file of a BLAS for this platform, got " + absent + ".",
        refusal(absent, here()));
  }

  @Test
  void whatIsOptionalMayBeMissing() {
    var library = Library.load(null, here());
    assertNull(library.optional("no_such_function", FunctionDescriptor.ofVoid()));
    assertNotNull(library.optional("dgetrf_", FunctionDescriptor.ofVoid()));
  }

  @Test
  void aLibraryMayBeNamed() throws IOException {
    var files = Natives.find(platform(), here());
    assertNotNull(files);
    assertNotNull(Library.load(files.getLast().toString(), here()));
  }

  @Test
  void aLibraryWithoutTheFunctionIsRefused() {
    var library = Library.load(null, here());
    var missing =
        assertThrows(
            Library.Missing.class,
            () -> library.function("cblas_nothing", FunctionDescriptor.ofVoid()));
    assertEquals(
        "The native BLAS has no function cblas_nothing: name a library with the interface cblas by"
            + " -Dfluxion.blas=FILE.",
        missing.getMessage());
  }
}
