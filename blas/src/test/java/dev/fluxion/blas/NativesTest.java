package dev.fluxion.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativesTest {
  @TempDir Path folder;

  @Test
  void platformsHaveTheNamesOfTheJars() {
    assertEquals("linux-x86_64", Natives.platform("Linux", "amd64"));
    assertEquals("linux-arm64", Natives.platform("Linux", "aarch64"));
    assertEquals("macosx-x86_64", Natives.platform("Mac OS X", "x86_64"));
    assertEquals("macosx-arm64", Natives.platform("Mac OS X", "aarch64"));
    assertEquals("windows-x86_64", Natives.platform("Windows 11", "amd64"));
    assertNull(Natives.platform("Windows 11", "aarch64"));
    assertNull(Natives.platform("Linux", "riscv64"));
    assertNull(Natives.platform("SunOS", "sparc"));
  }

  @Test
  void librariesOfAFolderAreTakenAsTheyAre() throws IOException {
    var inside = Files.createDirectories(folder.resolve("org/bytedeco/openblas/linux-x86_64"));
    for (var name : List.of("libjniopenblas.so", "libopenblas.so.0", "libgcc_s.so.1", "cblas.h")) {
      Files.createFile(inside.resolve(name));
    }
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      assertEquals(
          List.of(inside.resolve("libgcc_s.so.1"), inside.resolve("libopenblas.so.0")),
          Natives.find("linux-x86_64", loader));
    }
  }

  @Test
  void withoutTheJarThereIsNothing() throws IOException {
    try (var loader = new URLClassLoader(new URL[0], null)) {
      assertNull(Natives.find("linux-x86_64", loader));
    }
  }
}
