package dev.fluxion.kernel;

import dev.fluxion.DType;
import dev.fluxion.lanes.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The providers of kernels that work here, chosen once. Without a word said, all that are found,
 * the fastest first, where one can prefer what it is fastest at; {@code -Dfluxion.kernels=plain}
 * has none of them, and a list such as {@code blas,vector} names those to ask, in that order.
 */
public final class Providers {
  private static final String PROPERTY = "fluxion.kernels";
  private static final String PLAIN = "plain";

  /** The order of speed; providers not in it come last. */
  private static final List<String> FASTEST_FIRST = List.of("blas", "vector");

  private static final List<String> REFUSALS = new ArrayList<>();
  private static final Kernels[] CHAIN = choose(System.getProperty(PROPERTY));

  /** With one provider there is no choice, and where an order was named it is the user's. */
  private static final boolean MAY_PREFER =
      CHAIN.length > 1 && System.getProperty(PROPERTY) == null;

  private Providers() {}

  private static Kernels[] choose(@Nullable String wanted) {
    if (PLAIN.equals(wanted)) {
      return new Kernels[0];
    }
    var found = new ArrayList<Kernels>();
    var services = ServiceLoader.load(Kernels.class, Kernels.class.getClassLoader()).iterator();
    while (true) {
      try {
        if (!services.hasNext()) {
          break;
        }
        found.add(services.next());
      } catch (ServiceConfigurationError e) {
        REFUSALS.add("A provider of kernels could not be loaded: " + e.getMessage());
      }
    }
    var names = wanted == null ? FASTEST_FIRST : List.of(wanted.split(","));
    var chain = new ArrayList<Kernels>();
    for (var name : names) {
      if (!name.equals(PLAIN)) {
        addNamed(name, found, chain, wanted != null);
      }
    }
    // A program that asked for nothing has no use for words on standard error, where these go by
    // default from INFO on.
    var level = wanted == null ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
    REFUSALS.forEach(r -> System.getLogger("dev.fluxion").log(level, r));
    return chain.toArray(Kernels[]::new);
  }

  private static void addNamed(
      String name, List<Kernels> found, List<Kernels> chain, boolean asked) {
    var provider = found.stream().filter(k -> k.name().equals(name)).findFirst().orElse(null);
    if (provider != null) {
      var refusal = provider.refusal();
      if (refusal == null) {
        chain.add(provider);
      } else {
        REFUSALS.add(refusal);
      }
    } else if (asked) {
      REFUSALS.add(
          "There are no kernels named "
              + name
              + ", which -D"
              + PROPERTY
              + " asks for: put the artifact fluxion-"
              + name
              + " on the module path or class path.");
    }
  }

  /** The names of the providers in use, the first asked first; the plain loops come last. */
  public static List<String> names() {
    var names = new ArrayList<String>();
    for (var k : CHAIN) {
      names.add(k.name());
    }
    names.add(PLAIN);
    return List.copyOf(names);
  }

  /** One sentence for each provider that was found or asked for and cannot work here. */
  public static List<String> refusals() {
    return List.copyOf(REFUSALS);
  }

  /** Returns when all providers are as fast as they will be: for tests and benchmarks. */
  public static void await() {
    for (var k : CHAIN) {
      k.await();
    }
  }

  /** Whether any provider may have a faster loop. */
  static boolean any() {
    return CHAIN.length > 0;
  }

  static @Nullable Loop loop(String name, Expr body, DType[] inputs, DType output, Loop plain) {
    for (var k : CHAIN) {
      var loop = k.loop(name, body, inputs, output, plain);
      if (loop != null) {
        return loop;
      }
    }
    return null;
  }

  /** Who is to be asked for a product before the others. */
  private static @Nullable Kernels preferring(Gemm g, DType dtype) {
    if (MAY_PREFER) {
      for (var k : CHAIN) {
        if (k.prefers(g, dtype)) {
          return k;
        }
      }
    }
    return null;
  }

  static boolean multiply(Gemm g, float[] a, int at, float[] b, int bt, float[] out, int o) {
    var first = preferring(g, DType.FLOAT32);
    if (first != null && first.multiply(g, a, at, b, bt, out, o)) {
      return true;
    }
    for (var k : CHAIN) {
      if (k != first && k.multiply(g, a, at, b, bt, out, o)) {
        return true;
      }
    }
    return false;
  }

  static boolean multiply(Gemm g, double[] a, int at, double[] b, int bt, double[] out, int o) {
    var first = preferring(g, DType.FLOAT64);
    if (first != null && first.multiply(g, a, at, b, bt, out, o)) {
      return true;
    }
    for (var k : CHAIN) {
      if (k != first && k.multiply(g, a, at, b, bt, out, o)) {
        return true;
      }
    }
    return false;
  }

  static boolean sums(float[] x, int at, int count, double[] out) {
    for (var k : CHAIN) {
      if (k.sums(x, at, count, out)) {
        return true;
      }
    }
    return false;
  }

  static boolean sums(double[] x, int at, int count, double[] out) {
    for (var k : CHAIN) {
      if (k.sums(x, at, count, out)) {
        return true;
      }
    }
    return false;
  }

  static boolean add(Object x, int at, int apart, double[] place, int n) {
    for (var k : CHAIN) {
      boolean done =
          x instanceof float[] f
              ? k.add(f, at, apart, place, n)
              : x instanceof double[] d && k.add(d, at, apart, place, n);
      if (done) {
        return true;
      }
    }
    return false;
  }

  static boolean solve(Triangular t, float[] a, int at, float[] b, int bt) {
    for (var k : CHAIN) {
      if (k.solve(t, a, at, b, bt)) {
        return true;
      }
    }
    return false;
  }

  static boolean lu(int m, int n, float[] a, int at, int ld, int[] swaps, int from) {
    for (var k : CHAIN) {
      if (k.lu(m, n, a, at, ld, swaps, from)) {
        return true;
      }
    }
    return false;
  }

  static int cholesky(int n, float[] a, int at, int ld) {
    for (var k : CHAIN) {
      int minor = k.cholesky(n, a, at, ld);
      if (minor != Kernels.DECLINED) {
        return minor;
      }
    }
    return Kernels.DECLINED;
  }

  static boolean solve(Triangular t, double[] a, int at, double[] b, int bt) {
    for (var k : CHAIN) {
      if (k.solve(t, a, at, b, bt)) {
        return true;
      }
    }
    return false;
  }

  static boolean lu(int m, int n, double[] a, int at, int ld, int[] swaps, int from) {
    for (var k : CHAIN) {
      if (k.lu(m, n, a, at, ld, swaps, from)) {
        return true;
      }
    }
    return false;
  }

  static int cholesky(int n, double[] a, int at, int ld) {
    for (var k : CHAIN) {
      int minor = k.cholesky(n, a, at, ld);
      if (minor != Kernels.DECLINED) {
        return minor;
      }
    }
    return Kernels.DECLINED;
  }

  static @Nullable RowKernels rows(DType dtype, int n, int rows) {
    for (var k : CHAIN) {
      var work = k.rows(dtype, n, rows);
      if (work != null) {
        return work;
      }
    }
    return null;
  }

  static @Nullable Correlator correlator(DType dtype, long work) {
    for (var k : CHAIN) {
      var correlator = k.correlator(dtype, work);
      if (correlator != null) {
        return correlator;
      }
    }
    return null;
  }
}
