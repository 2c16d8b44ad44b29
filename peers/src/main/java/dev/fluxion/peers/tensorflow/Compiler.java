package dev.fluxion.peers.tensorflow;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.proto.OptimizerOptions.GlobalJitLevel;

/** What a session does to its graph before it runs it. */
public enum Compiler {
  /** The usual simplifications. */
  GRAPH,
  /** XLA makes one kernel of all operations that it can. */
  XLA;

  /** The settings, with the number of threads that {@code BenchPeers} asks for. */
  ConfigProto config() {
    int threads = Integer.getInteger("fluxion.peers.threads", 1);
    var config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(threads);
    return switch (this) {
      case GRAPH -> config.build();
      case XLA ->
          config
              .setGraphOptions(
                  GraphOptions.newBuilder()
                      .setOptimizerOptions(
                          OptimizerOptions.newBuilder()
                              .setGlobalJitLevel(GlobalJitLevel.ON_2)
                              .setCpuGlobalJit(true)))
              .build();
    };
  }
}
