package dev.fluxion.peers;

import dev.fluxion.benchmarks.bar.FluxionSteps;
import java.nio.file.Path;
import java.util.List;

/** A library in one way of using it. Peers are named by text: they can be absent from the build. */
enum Column {
  FLUXION("Fluxion", FluxionSteps.class.getName()),
  LIBTORCH("libtorch", "dev.fluxion.peers.libtorch.LibtorchSteps"),
  DJL("DJL", "dev.fluxion.peers.djl.DjlSteps"),
  LIBTORCH_BATCH("libtorch, batch by hand", ""),
  TENSORFLOW("TF graph", ""),
  TENSORFLOW_XLA("TF XLA", "");

  final String head;

  /** The class that does workloads, empty if the library is not asked to. */
  final String steps;

  Column(String head, String steps) {
    this.head = head;
    this.steps = steps;
  }

  /** What its JVM is started with. */
  List<String> jvm(int threads, Path directory) {
    var natives = "--enable-native-access=ALL-UNNAMED";
    var count = "-Dfluxion.peers.threads=" + threads;
    // JavaCPP looks here before it takes the libraries it brings: a libtorch of the system, in
    // another version, must not be found.
    var empty = "-Djava.library.path=" + directory.resolve("empty");
    var cache = "-Dorg.bytedeco.javacpp.cachedir=" + directory.resolve("javacpp");
    return switch (this) {
      case FLUXION ->
          List.of("--add-modules=jdk.incubator.vector", natives, "-Dfluxion.threads=" + threads);
      case DJL ->
          List.of(
              natives,
              "-Dai.djl.pytorch.num_threads=" + threads,
              "-Dai.djl.pytorch.num_interop_threads=" + threads,
              "-Dai.djl.offline=true",
              "-Dslf4j.internal.verbosity=ERROR",
              "-DDJL_CACHE_DIR=" + directory.resolve("djl"),
              "-DENGINE_CACHE_DIR=" + directory.resolve("djl"));
      case LIBTORCH, LIBTORCH_BATCH, TENSORFLOW, TENSORFLOW_XLA ->
          List.of(empty, cache, count, natives);
    };
  }
}
