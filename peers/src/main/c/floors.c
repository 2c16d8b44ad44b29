/*
 * Rows of the table as loops for one thread, value and gradients fused by hand: what this processor
 * can do when nothing is general. bin/bench-peers compiles it by cc -O3 -march=native -ffast-math.
 * Sums over many numbers are doubles where that costs nothing.
 */
#include <math.h>

enum { BLOCK = 4096, ROUNDS = 250 };

static const float EPSILON = 1e-5f;

/* y <- tanh(sin(w*y + x)) from y = x, 250 times; the tangents in x and in w go along. */
void scalars(const float *restrict xs, const float *restrict ws, float *restrict value,
             float *restrict by_x, float *restrict by_w) {
  float x = *xs, w = *ws, y = x, dx = 1, dw = 0;
  for (int k = 0; k < ROUNDS; k++) {
    float inner = w * y + x;
    float next = tanhf(sinf(inner));
    float slope = (1 - next * next) * cosf(inner);
    dx = slope * (w * dx + 1);
    dw = slope * (w * dw + y);
    y = next;
  }
  *value = y;
  *by_x = dx;
  *by_w = dw;
}

/* sum tanh(x*w + b)*exp(-x*x), and its gradients in x, w and b: one pass. */
void elementwise(long n, const float *restrict xs, const float *restrict ws,
                 const float *restrict bs, float *restrict value, float *restrict by_x,
                 float *restrict by_w, float *restrict by_b) {
  double sum = 0;
  for (long start = 0; start < n; start += BLOCK) {
    long end = start + BLOCK < n ? start + BLOCK : n;
    float part = 0;
    for (long i = start; i < end; i++) {
      float x = xs[i], w = ws[i];
      float t = tanhf(x * w + bs[i]);
      float e = expf(-x * x);
      float slope = (1 - t * t) * e;
      part += t * e;
      by_x[i] = slope * w - 2 * x * t * e;
      by_w[i] = slope * x;
      by_b[i] = slope;
    }
    sum += part;
  }
  *value = (float)sum;
}

/*
 * gamma*(x - mean)/sqrt(variance + eps) + beta of each row, and the gradients at a cotangent: four
 * short loops over a row, of which the first reads it from memory.
 */
void layer_norm(long rows, long n, const float *restrict x, const float *restrict gamma,
                const float *restrict beta, const float *restrict ct, float *restrict y,
                float *restrict by_x, float *restrict by_gamma, float *restrict by_beta) {
  for (long i = 0; i < n; i++) {
    by_gamma[i] = 0;
    by_beta[i] = 0;
  }
  for (long row = 0; row < rows; row++, x += n, ct += n, y += n, by_x += n) {
    float sum = 0;
    for (long i = 0; i < n; i++) {
      sum += x[i];
    }
    float mean = sum / n, squares = 0;
    for (long i = 0; i < n; i++) {
      squares += (x[i] - mean) * (x[i] - mean);
    }
    float scale = 1 / sqrtf(squares / n + EPSILON), first = 0, second = 0;
    for (long i = 0; i < n; i++) {
      float normed = (x[i] - mean) * scale, pulled = ct[i] * gamma[i];
      y[i] = gamma[i] * normed + beta[i];
      by_gamma[i] += ct[i] * normed;
      by_beta[i] += ct[i];
      first += pulled;
      second += pulled * normed;
    }
    first /= n;
    second /= n;
    for (long i = 0; i < n; i++) {
      float normed = (x[i] - mean) * scale;
      by_x[i] = scale * (ct[i] * gamma[i] - first - normed * second);
    }
  }
}

/* exp(x - max)/sum of each row, and the gradient at a cotangent: three short loops over a row. */
void softmax(long rows, long n, const float *restrict x, const float *restrict ct,
             float *restrict y, float *restrict by_x) {
  for (long row = 0; row < rows; row++, x += n, ct += n, y += n, by_x += n) {
    float largest = -INFINITY;
    for (long i = 0; i < n; i++) {
      largest = x[i] > largest ? x[i] : largest;
    }
    float sum = 0, along = 0;
    for (long i = 0; i < n; i++) {
      float e = expf(x[i] - largest);
      y[i] = e;
      sum += e;
      along += e * ct[i];
    }
    float scale = 1 / sum;
    along *= scale;
    for (long i = 0; i < n; i++) {
      float p = y[i] * scale;
      y[i] = p;
      by_x[i] = p * (ct[i] - along);
    }
  }
}
