import static dev.fluxion.Fluxion.*;

import dev.fluxion.*;

// A pendulum over 20,000 small steps, and how its end depends on its start: the gradient of the
// whole loop in the memory of 20 states. The steps are counted, and the gradient is compared with
// a difference of two runs.

record State(Tensor angle, Tensor speed) {}

static final int STEPS = 20_000;
static final double DT = 1e-4;
static int runs = 0;

static Tensor end(Tensor angle) {
  var start = new State(angle, zerosLike(angle));
  LoopBody<State> step =
      (_, s) -> {
        runs++;
        var speed = s.speed().sub(s.angle().sin().mul(DT));
        return new State(s.angle().add(speed.mul(DT)), speed);
      };
  return checkpointedLoop(STEPS, 20, start, step).angle();
}

void main() {
  try (var _ = defaultDType(DType.FLOAT64)) {
    var at = valueAndGrad((Tensor a) -> end(a)).apply(tensor(1.0));
    IO.println("angle    " + at.value());
    IO.println("gradient " + at.grad());
    IO.println("runs of a step: " + "%.1f".formatted((double) runs / STEPS));
    var difference = end(tensor(1.001)).sub(end(tensor(0.999))).div(0.002);
    IO.println("difference " + difference);
  }
}
