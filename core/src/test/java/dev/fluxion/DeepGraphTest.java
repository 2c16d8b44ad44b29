package dev.fluxion;

import static dev.fluxion.Expect.gradOf;
import static dev.fluxion.Expect.nodeOf;
import static dev.fluxion.Fluxion.createGraph;
import static dev.fluxion.Fluxion.from;
import static dev.fluxion.Fluxion.grad;
import static dev.fluxion.Fluxion.jvp;
import static dev.fluxion.Fluxion.retainGraph;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Depth costs time in proportion and no stack: everything here runs on a stack of 256 KB. */
@Timeout(60)
class DeepGraphTest {
  private interface Body {
    void run() throws Exception;
  }

  private static void onASmallStack(Body body) throws Exception {
    var task =
        new FutureTask<>(() -> {
          body.run();
          return true;
        });
    new Thread(null, task, "small", 256 * 1024).start();
    task.get();
  }

  private static Tensor leaf(double value) {
    return from(new double[] {value}).reshape().requiresGrad(true);
  }

  @Test
  void aMillionDeepChain() throws Exception {
    onASmallStack(() -> {
      var x = leaf(2);
      var y = x;
      for (int k = 0; k < 1_000_000; k++) {
        y = k % 2 == 0 ? y.neg() : y.mul(1);
      }
      y.backward(retainGraph());
      Expect.values(gradOf(x), 1);
      Expect.values(grad(y, x), 1);
    });
  }

  @Test
  void aDeepChainOfResiduals() throws Exception {
    onASmallStack(() -> {
      var x = leaf(0.5);
      var y = x;
      double slope = 1;
      double value = 0.5;
      for (int k = 0; k < 100_000; k++) {
        y = y.sin().add(x);
        slope = slope * Math.cos(value) + 1;
        value = Math.sin(value) + 0.5;
      }
      y.backward();
      Expect.near(1e-9, gradOf(x), slope);
    });
  }

  @Test
  void diamondsOfAllPaths() throws Exception {
    onASmallStack(() -> {
      var x = leaf(1);
      var y = x;
      for (int k = 0; k < 60; k++) {
        y = y.add(y);
      }
      y.backward();
      Expect.values(gradOf(x), Math.pow(2, 60));
      var z = x;
      for (int k = 0; k < 60; k++) {
        z = z.neg().sub(z.mul(0.5).sub(z.mul(0.5)));
      }
      Expect.values(grad(z, x, retainGraph()), 1);
      Expect.values(grad(z, x), 1);
    });
  }

  @Test
  void diamondsRecorded() throws Exception {
    onASmallStack(() -> {
      var x = leaf(1);
      var y = x;
      for (int k = 0; k < 60; k++) {
        y = y.add(y);
      }
      var first = grad(y.mul(y), x, createGraph());
      Expect.values(first, 2 * Math.pow(2, 120));
      Expect.values(grad(first, x), 2 * Math.pow(2, 120));
      Expect.values(jvp(p -> doubled(p, 60), x.detach(), x.detach()).tangent(), Math.pow(2, 60));
    });
  }

  private static Tensor doubled(Tensor x, int times) {
    var y = x;
    for (int k = 0; k < times; k++) {
      y = y.add(y);
    }
    return y;
  }

  @Test
  void aDeepChainRecordedAndDifferentiatedAgain() throws Exception {
    onASmallStack(() -> {
      var x = leaf(1);
      var y = x;
      int n = 50_000;
      for (int k = 0; k < n; k++) {
        y = y.mul(1.00001);
      }
      var g = grad(y.mul(y), x, createGraph());
      double c = Math.pow(1.00001, n);
      Expect.near(1e-9, g, 2 * c * c);
      Expect.near(1e-9, grad(g, x), 2 * c * c);
    });
  }

  @Test
  void aDeepChainOfForwardSteps() throws Exception {
    onASmallStack(() ->
        Expect.values(
            jvp(
                    p -> {
                      var y = p;
                      for (int k = 0; k < 200_000; k++) {
                        y = y.neg();
                      }
                      return y;
                    },
                    leaf(1).detach(),
                    leaf(3).detach())
                .tangent(),
            3));
  }

  @Test
  void aWideGraph() throws Exception {
    onASmallStack(() -> {
      var x = leaf(1);
      Tensor sum = x.mul(0);
      for (int k = 0; k < 100_000; k++) {
        sum = sum.add(x.mul(2));
      }
      sum.backward();
      Expect.values(gradOf(x), 200_000);
    });
  }

  @Test
  void theWalkOfADeepGraphIsUpToTheUser() throws Exception {
    onASmallStack(() -> {
      var y = leaf(1);
      for (int k = 0; k < 100_000; k++) {
        y = y.neg();
      }
      int steps = 0;
      for (var node = nodeOf(y); node instanceof Interior; node = node.inputs().get(0)) {
        steps++;
      }
      assertEquals(100_000, steps);
      assertEquals("tensor(1., dtype=torch.float64, grad_fn=<NegBackward0>)", y.toString());
    });
  }
}
