package dev.fluxion;

import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Fluxion.arange;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.onesLike;
import static dev.fluxion.Fluxion.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The face: static functions say what the methods say, and the guide's first program runs. */
class FluxionTest {
  /** Functions of a tensor that have no receiver, or one of another name. */
  private static final Set<String> APART =
      Set.of(
          "zerosLike",
          "onesLike",
          "fullLike",
          "where",
          "grad",
          "jvp",
          "inputs",
          "gradOutputs",
          "variable",
          "stopGradient");

  private static List<Method> functions() {
    List<Method> found = new ArrayList<>();
    for (Class<?> c = Fluxion.class; c != null; c = c.getSuperclass()) {
      for (var m : c.getDeclaredMethods()) {
        var types = m.getParameterTypes();
        boolean ofATensor = types.length > 0 && types[0] == Tensor.class;
        if (Modifier.isPublic(m.getModifiers()) && ofATensor && !APART.contains(m.getName())) {
          found.add(m);
        }
      }
    }
    return found;
  }

  @Test
  void functionsAreTheMethods() throws ReflectiveOperationException {
    var names = new TreeSet<String>();
    for (var function : functions()) {
      var types = function.getParameterTypes();
      var method =
          Tensor.class.getMethod(function.getName(), Arrays.copyOfRange(types, 1, types.length));
      assertEquals(method.getReturnType(), function.getReturnType(), function::toString);
      compare(function, method);
      names.add(function.getName());
    }
    assertTrue(
        names.containsAll(Set.of("sin", "add", "sum", "matmul", "reshape", "cumsum")),
        names::toString);
  }

  private static void compare(Method function, Method method) throws ReflectiveOperationException {
    // A matrix suits most; vectors those that are for vectors.
    for (var x :
        List.of(from(new double[][] {{0.5, 0.25}, {2, -1}}), from(new double[] {0.5, -2}))) {
      var args = arguments(method, x);
      var all = new Object[args.length + 1];
      all[0] = x;
      System.arraycopy(args, 0, all, 1, args.length);
      assertEquals(outcome(method, x, args), outcome(function, null, all), function::toString);
    }
  }

  private static final Map<Class<?>, Object> OPTIONS =
      Map.of(
          ConvOptions.class,
          ConvOptions.DEFAULT,
          PoolOptions.class,
          PoolOptions.of(1),
          LossOptions.class,
          LossOptions.DEFAULT,
          boolean.class,
          true);

  private static Object[] arguments(Method method, Tensor x) {
    var types = method.getParameterTypes();
    var args = new Object[types.length];
    boolean positions = Set.of("indexSelect", "gather").contains(method.getName());
    for (int k = 0; k < args.length; k++) {
      args[k] =
          types[k] == Tensor.class
              ? positions
                  ? tensor(1, 0)
                      .expand(
                          x.rank() == 1 || method.getName().equals("indexSelect")
                              ? new int[] {2}
                              : new int[] {2, 2})
                  : x.add(1)
              : types[k] == int.class
                  ? (Object) 0
                  : types[k] == int[].class
                      ? dims(method, x)
                      : OPTIONS.getOrDefault(types[k], 0.75);
    }
    return args;
  }

  private static int[] dims(Method method, Tensor x) {
    return switch (method.getName()) {
      case "reshape" -> new int[] {-1, 1};
      case "expand" -> new int[] {3, -1, -1};
      default -> x.rank() == 2 ? new int[] {1, 0} : new int[] {0};
    };
  }

  private static String outcome(
      Method m, @org.jspecify.annotations.Nullable Object receiver, Object... args)
      throws ReflectiveOperationException {
    try {
      return String.valueOf(m.invoke(receiver, args));
    } catch (InvocationTargetException e) {
      return String.valueOf(e.getCause());
    }
  }

  @Test
  void functionsWithoutAReceiver() {
    Expect.values(Fluxion.cat(List.of(tensor(1, 2), tensor(3, 4)), 0), 1, 2, 3, 4);
    Expect.values(Fluxion.stack(List.of(tensor(1, 2), tensor(3, 4)), 1), 1, 3, 2, 4);
    Expect.values(Fluxion.where(tensor(true, false), tensor(1, 2), tensor(3, 4)), 1, 4);
  }

  @Test
  void theFirstProgramOfTheGuide() {
    var x = arange(4.0).requiresGrad(true);
    var y = x.dot(x).mul(2);
    y.backward();
    assertEquals("tensor([ 0.,  4.,  8., 12.])", gradOf(x).toString());
    gradOf(x).zero_();
    x.mul(x).sum().backward();
    assertEquals("tensor([0., 2., 4., 6.])", gradOf(x).toString());
    Fn<Tensor, Tensor> f = p -> p.sin().mul(p).sum();
    var yt = jvp(f, x.detach(), onesLike(x));
    double want = 0;
    for (int k = 0; k < 4; k++) {
      want += Math.sin(k) + k * Math.cos(k);
    }
    Expect.near(1e-6, yt.tangent(), want);
    assertFalse(yt.value().requiresGrad());
  }

  /** Plain gradient descent, as in every tutorial; it ends where the derivative is 0. */
  @Test
  void descentFindsTheMinimum() {
    var w = tensor(5.0, -3.0).requiresGrad(true);
    var target = tensor(1.0, 2.0);
    for (int step = 0; step < 200; step++) {
      w.grad(null);
      w.sub(target).square().sum().backward();
      try (var _ = Fluxion.noGrad()) {
        w = w.sub(gradOf(w).mul(0.1)).requiresGrad(true);
      }
    }
    Expect.near(1e-5, w, 1, 2);
  }

  @Test
  void nobodyMakesOne() {
    assertTrue(Modifier.isFinal(Fluxion.class.getModifiers()));
    assertEquals(0, Fluxion.class.getConstructors().length);
  }
}
