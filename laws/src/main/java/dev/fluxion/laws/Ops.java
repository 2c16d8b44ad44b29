package dev.fluxion.laws;

import dev.fluxion.DType;
import dev.fluxion.Shape;
import dev.fluxion.op.Binary;
import dev.fluxion.op.Elementwise;
import dev.fluxion.op.Example;
import dev.fluxion.op.Op;
import dev.fluxion.op.Operand;
import dev.fluxion.op.Smoothness;
import dev.fluxion.op.Spec;
import dev.fluxion.op.Ternary;
import dev.fluxion.op.Unary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All primitives, from the sealed hierarchy, each with its examples. */
final class Ops {
  private static final List<Shape> SHAPES =
      List.of(Shape.SCALAR, Shape.of(1), Shape.of(0), Shape.of(2, 3), Shape.of(67));

  private Ops() {}

  /** The records that the interface {@link Op} permits, over its families, by name. */
  static List<Class<?>> all() {
    List<Class<?>> records = new ArrayList<>();
    collect(Op.class, records);
    records.sort(Comparator.comparing(Class::getSimpleName));
    return records;
  }

  private static void collect(Class<?> type, List<Class<?>> records) {
    if (type.isSealed()) {
      for (var one : type.getPermittedSubclasses()) {
        collect(one, records);
      }
    } else {
      records.add(type);
    }
  }

  /** The examples of a primitive; one that has none is an error. */
  static List<Example> examples(Class<?> type) {
    var examples =
        Elementwise.class.isAssignableFrom(type) ? derived(elementwise(type)) : stated(type);
    Near.require(!examples.isEmpty(), () -> type.getSimpleName() + " has no examples");
    for (var e : examples) {
      Near.require(
          type.isInstance(e.op()), () -> type.getSimpleName() + " has an example of " + e.op());
    }
    return examples;
  }

  /** An elementwise primitive, which has no components. */
  static Elementwise elementwise(Class<?> type) {
    try {
      return (Elementwise) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(
          "an elementwise primitive has no components, got those of " + type.getSimpleName(), e);
    }
  }

  static int arity(Elementwise op) {
    return switch (op) {
      case Unary _ -> 1;
      case Binary _ -> 2;
      case Ternary _ -> 3;
    };
  }

  private static List<Example> derived(Elementwise op) {
    boolean smooth = op.result(DType.FLOAT64).isFloating();
    List<Example> examples = new ArrayList<>();
    for (var shape : SHAPES) {
      List<Operand> operands = new ArrayList<>();
      for (int k = 0; k < arity(op); k++) {
        var spec = new Spec(shape, op.operand(k, DType.FLOAT64));
        operands.add(new Operand(spec, op.domain(k), List.of()));
      }
      examples.add(new Example(op, operands, smooth ? Smoothness.TWICE : Smoothness.NONE));
    }
    return examples;
  }

  private static List<Example> stated(Class<?> type) {
    try {
      List<Example> examples = new ArrayList<>();
      for (var one : (List<?>) type.getMethod("examples").invoke(null)) {
        examples.add((Example) one);
      }
      return examples;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(
          type.getSimpleName() + " states its examples in public static List<Example> examples()",
          e);
    }
  }
}
