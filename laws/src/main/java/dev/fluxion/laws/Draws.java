package dev.fluxion.laws;

import dev.fluxion.DType;
import dev.fluxion.Fluxion;
import dev.fluxion.Shape;
import dev.fluxion.Tensor;
import dev.fluxion.op.Domain;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Example;
import dev.fluxion.op.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random operands and directions.
 *
 * <p>Of n elements, one comes from each of n equal parts of the domain, from the middle of the
 * part, in random order: no two are nearly equal, so that maxima have no near ties. Where an
 * elementwise function has a kink close by, the element is drawn again.
 */
final class Draws {
  /** Differences reach this far, at most, from where they are centred, in each operand. */
  static final double REACH = 1.0 / 128;

  private static final double GRID = 1024;

  private final Random random;

  Draws(long seed) {
    this.random = new Random(seed);
  }

  Point point(Example e) {
    var op = new OpSubject(e.op());
    return point(op, operands(e));
  }

  Point point(Subject subject, List<Tensor> x) {
    return new Point(x, directions(x), directions(x), directions(subject.value(x)));
  }

  List<Tensor> operands(Example e) {
    List<double[]> elements = new ArrayList<>();
    for (var operand : e.operands()) {
      elements.add(elements(operand));
    }
    if (e.op() instanceof Elementwise op) {
      keepFromKinks(op, e.operands(), elements);
    }
    List<Tensor> x = new ArrayList<>();
    for (int k = 0; k < elements.size(); k++) {
      var spec = e.operands().get(k).spec();
      x.add(tensor(elements.get(k), spec.shape(), spec.dtype()));
    }
    return x;
  }

  private void keepFromKinks(Elementwise op, List<Operand> operands, List<double[]> elements) {
    double[] at = new double[operands.size()];
    for (int i = 0; i < elements.getFirst().length; i++) {
      for (int tries = 0; ; tries++) {
        for (int k = 0; k < at.length; k++) {
          at[k] = elements.get(k)[i];
        }
        if (Kinks.margin(op, at) > 8 * REACH) {
          break;
        }
        if (tries == 1000) {
          throw new AssertionError("no smooth point in the domain of " + op.name());
        }
        for (int k = 0; k < at.length; k++) {
          elements.get(k)[i] = one(operands.get(k));
        }
      }
    }
  }

  private double one(Operand operand) {
    return number(operand.domain(), operand.spec().dtype(), random.nextDouble());
  }

  private double[] elements(Operand operand) {
    int n = operand.spec().shape().size();
    double[] out = new double[n];
    if (!operand.values().isEmpty()) {
      for (int i = 0; i < n; i++) {
        out[i] = operand.values().get(i);
      }
      return out;
    }
    for (int i = 0; i < n; i++) {
      double part = (i + 0.2 + 0.6 * random.nextDouble()) / n;
      out[i] = number(operand.domain(), operand.spec().dtype(), part);
    }
    for (int i = n - 1; i > 0; i--) {
      int k = random.nextInt(i + 1);
      double other = out[k];
      out[k] = out[i];
      out[i] = other;
    }
    return out;
  }

  /** A number that far into the domain, 0 to 1, of a type. */
  private static double number(Domain domain, DType dtype, double part) {
    double value = domain.low() + part * (domain.high() - domain.low());
    return switch (dtype) {
      case BOOL -> part < 0.5 ? 0 : 1;
      case UINT8 -> Math.abs(Math.rint(value));
      case INT8, INT16, INT32, INT64 -> Math.rint(value);
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> Math.rint(value * GRID) / GRID;
    };
  }

  /** For each floating tensor one of its shape and type, with elements ±[1/4, 1]. */
  List<@Nullable Tensor> directions(List<Tensor> like) {
    List<@Nullable Tensor> out = new ArrayList<>();
    for (var one : like) {
      out.add(one.dtype().isFloating() ? direction(one) : null);
    }
    return out;
  }

  private Tensor direction(Tensor like) {
    double[] elements = new double[like.size()];
    for (int i = 0; i < elements.length; i++) {
      double size = Math.rint((0.25 + 0.75 * random.nextDouble()) * GRID) / GRID;
      elements[i] = random.nextBoolean() ? size : -size;
    }
    return tensor(elements, like.shape(), like.dtype());
  }

  private static Tensor tensor(double[] elements, Shape shape, DType dtype) {
    return Fluxion.wrap(elements).reshape(shape).to(dtype).detach();
  }
}
