package dev.fluxion.blas;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The native libraries that the jar of {@code org.bytedeco:openblas} for this platform holds, as
 * files. Nothing of that jar is called but the libraries themselves.
 *
 * <p>It may lie on the class path, or on the module path, where nothing requires its module: then
 * the module is not part of the running program, and the module path is searched for it.
 */
final class Natives {
  private static final String FOLDER = "org/bytedeco/openblas/";
  private static final String MODULE = "org.bytedeco.openblas.";

  private Natives() {}

  /** The name of this platform in the words of that jar, or null if there is none for it. */
  static @Nullable String platform(String os, String arch) {
    os = os.toLowerCase(Locale.ROOT);
    String system = os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "macosx" : null;
    if (os.startsWith("windows")) {
      system = "windows";
    }
    String machine =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          default -> null;
        };
    return system == null || machine == null || (system + machine).equals("windowsarm64")
        ? null
        : system + "-" + machine;
  }

  /** The file name of OpenBLAS itself on a platform. */
  static String main(String platform) {
    return platform.startsWith("linux")
        ? "libopenblas.so.0"
        : platform.startsWith("mac") ? "libopenblas.0.dylib" : "libopenblas.dll";
  }

  /**
   * The libraries for a platform as files, OpenBLAS last.
   *
   * @return null if the jar is not there
   * @throws IOException if they cannot be unpacked; the message says why
   */
  static @Nullable List<Path> find(String platform, ClassLoader loader) throws IOException {
    String main = main(platform);
    String folder = FOLDER + platform + "/";
    var found = loader.getResource(folder + main);
    URI place = null;
    try {
      place = found != null ? found.toURI() : onModulePath(platform);
    } catch (URISyntaxException e) {
      throw new IOException("not a place to read from: " + found, e);
    }
    if (place == null) {
      return null;
    }
    var jar = jar(place);
    if (jar == null) {
      var file = Path.of(place);
      return libraries(
          Files.isDirectory(file) ? file.resolve(folder) : file.resolveSibling(""), main);
    }
    try (var files = FileSystems.newFileSystem(jar)) {
      var inside = libraries(files.getPath(folder), main);
      return new Cache(Path.of(System.getProperty("java.io.tmpdir"))).unpack(inside);
    }
  }

  private static @Nullable URI onModulePath(String platform) {
    var path = System.getProperty("jdk.module.path");
    if (path == null || path.isEmpty()) {
      return null;
    }
    var places =
        Pattern.compile(Pattern.quote(System.getProperty("path.separator")))
            .splitAsStream(path)
            .map(Path::of)
            .toArray(Path[]::new);
    return ModuleFinder.of(places)
        .find(MODULE + platform.replace('-', '.'))
        .flatMap(module -> module.location())
        .orElse(null);
  }

  /** The jar that a URI, of it or of a resource in it, speaks of; null for a file of its own. */
  private static @Nullable Path jar(URI place) {
    var text = place.toString();
    if (text.startsWith("jar:")) {
      return Path.of(URI.create(text.substring(4, text.indexOf("!/"))));
    }
    return text.endsWith(".jar") ? Path.of(place) : null;
  }

  /** The libraries of a folder, {@code main} last, without those that are bridges to JavaCPP. */
  private static List<Path> libraries(Path folder, String main) throws IOException {
    var libraries = new ArrayList<Path>();
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        var name = String.valueOf(file.getFileName());
        boolean library = name.contains(".so") || name.endsWith(".dylib") || name.endsWith(".dll");
        if (library && !name.contains("jni") && !name.equals(main)) {
          libraries.add(file);
        }
      }
    }
    libraries.add(folder.resolve(main));
    return libraries;
  }
}
