package dev.fluxion.peers;

import dev.fluxion.benchmarks.bar.FluxionSteps;
import dev.fluxion.benchmarks.bar.Workload;
import dev.fluxion.peers.c.CSteps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A library in one way of using it, or loops in C. Peers are named by text: they can be absent from
 * the build.
 */
enum Column {
  FLUXION("Fluxion", FluxionSteps.class.getName()),
  LIBTORCH("libtorch", "dev.fluxion.peers.libtorch.LibtorchSteps"),
  DJL("DJL", "dev.fluxion.peers.djl.DjlSteps"),
  LIBTORCH_BATCH("libtorch, batch by hand", ""),
  TENSORFLOW("TF graph", ""),
  TENSORFLOW_XLA("TF XLA", ""),
  C("C", CSteps.class.getName());

  final String head;

  /** The class that does workloads, empty if the library is not asked to. */
  final String steps;

  Column(String head, String steps) {
    this.head = head;
    this.steps = steps;
  }

  /** Whether it does a workload, and what it takes for that is built. */
  boolean does(Workload workload, int threads, Path directory) {
    return !steps.isEmpty()
        && Row.isBuilt(steps)
        && (this != C || (hasFloor(workload) && threads == 1 && Files.exists(floors(directory))));
  }

  /** The workloads of {@code floors.c}. */
  private static boolean hasFloor(Workload workload) {
    return switch (workload) {
      case SCALARS, ELEMENTWISE, LAYER_NORM, LAYER_NORM_OP, SOFTMAX -> true;
      case VECTORS, CONTROL_FLOW, SMALL_MLP, MATMUL_512, MATMUL_1024 -> false;
      case MLP_64, MLP_512, LSTM, LENET -> false;
    };
  }

  /** What {@code bin/bench-peers} compiles {@code floors.c} to. */
  private static Path floors(Path directory) {
    return directory.resolve("floors.so");
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
      case C -> List.of(natives, "-Dfluxion.peers.floors=" + floors(directory));
    };
  }
}
