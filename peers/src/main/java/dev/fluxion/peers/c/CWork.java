package dev.fluxion.peers.c;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.fluxion.benchmarks.bar.Numbers;
import dev.fluxion.benchmarks.bar.Problem;
import dev.fluxion.benchmarks.bar.Work;
import dev.fluxion.benchmarks.bar.Workload;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A workload by a function of {@code floors.c}, which takes the numbers, the cotangent if there is
 * one, the value and the gradients, in this order. All of them lie off the heap from the start.
 */
@SuppressWarnings("restricted") // Column allows it.
final class CWork implements Work {
  /** A cache line, and a vector of AVX-512. */
  private static final int ALIGNMENT = 64;

  private final List<MemorySegment> results;
  private final MethodHandle call;

  CWork(Workload workload, Problem problem) {
    var arena = Arena.ofAuto();
    var leaves = problem.leaves();
    // The lengths of the axes, none for a single number.
    var sizes = Arrays.stream(leaves.getFirst().longShape()).boxed().toList();
    var operands = new ArrayList<>(leaves.stream().map(x -> copied(x, arena)).toList());
    var ct = problem.cotangent();
    int values = ct == null ? 1 : ct.values().length;
    if (ct != null) {
      operands.add(copied(ct, arena));
    }
    results = new ArrayList<>();
    results.add(room(values, arena));
    leaves.forEach(x -> results.add(room(x.values().length, arena)));
    operands.addAll(results);
    var parameters =
        Stream.concat(
            sizes.stream().map(_ -> (MemoryLayout) JAVA_LONG),
            operands.stream().map(_ -> (MemoryLayout) ADDRESS));
    var library =
        SymbolLookup.libraryLookup(Path.of(System.getProperty("fluxion.peers.floors")), arena);
    var function =
        Linker.nativeLinker()
            .downcallHandle(
                library.findOrThrow(name(workload)),
                FunctionDescriptor.ofVoid(parameters.toArray(MemoryLayout[]::new)));
    var arguments = new ArrayList<Object>(sizes);
    arguments.addAll(operands);
    call = MethodHandles.insertArguments(function, 0, arguments.toArray());
  }

  private static String name(Workload workload) {
    return switch (workload) {
      case SCALARS -> "scalars";
      case ELEMENTWISE -> "elementwise";
      case LAYER_NORM, LAYER_NORM_OP -> "layer_norm";
      case SOFTMAX -> "softmax";
      case VECTORS, CONTROL_FLOW, SMALL_MLP, MATMUL_512, MATMUL_1024, MLP_64, MLP_512, LSTM, LENET ->
          throw new IllegalArgumentException("floors.c has no " + workload);
    };
  }

  private static MemorySegment room(int n, Arena arena) {
    return arena.allocate((long) n * Float.BYTES, ALIGNMENT);
  }

  private static MemorySegment copied(Numbers x, Arena arena) {
    int n = x.values().length;
    var segment = room(n, arena);
    MemorySegment.copy(x.values(), 0, segment, JAVA_FLOAT, 0, n);
    return segment;
  }

  @Override
  public float run() {
    step();
    float sum = 0;
    for (int k = 0; k < results.size(); k++) {
      sum += results.get(k).get(JAVA_FLOAT, 0);
    }
    return sum;
  }

  @Override
  public List<float[]> results() {
    step();
    return results.stream().map(s -> s.toArray(JAVA_FLOAT)).toList();
  }

  private void step() {
    try {
      call.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("C functions throw nothing", e);
    }
  }
}
