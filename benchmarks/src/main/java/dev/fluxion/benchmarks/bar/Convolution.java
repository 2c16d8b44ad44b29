package dev.fluxion.benchmarks.bar;

/** A convolution of square images by square weights, as loops: to compare with. */
record Convolution(int images, int channels, int size, int outChannels, int kernel, int padding) {
  /** A place in the weights that meets a place in the images, for a place in the result. */
  private interface Meeting {
    void at(int out, int in, int weight);
  }

  int outSize() {
    return size + 2 * padding - kernel + 1;
  }

  /** {@code y[n, o, p] = b[o] + Σ w[o, c, k]·x[n, c, p + k - padding]}. */
  double[] of(double[] x, double[] w, double[] b) {
    int area = outSize() * outSize();
    var y = new double[images * outChannels * area];
    for (int i = 0; i < y.length; i++) {
      y[i] = b[i / area % outChannels];
    }
    each((out, in, weight) -> y[out] += w[weight] * x[in]);
    return y;
  }

  /** Adds the gradients in images and weights, returns that in the bias. */
  double[] pull(double[] ct, double[] x, double[] w, double[] byX, double[] byW) {
    each((out, in, weight) -> {
      byX[in] += w[weight] * ct[out];
      byW[weight] += x[in] * ct[out];
    });
    int area = outSize() * outSize();
    var byB = new double[outChannels];
    for (int i = 0; i < ct.length; i++) {
      byB[i / area % outChannels] += ct[i];
    }
    return byB;
  }

  private void each(Meeting meeting) {
    for (int image = 0; image < images; image++) {
      for (int o = 0; o < outChannels; o++) {
        for (int c = 0; c < channels; c++) {
          eachPlace(meeting, image * outChannels + o, image * channels + c, o * channels + c);
        }
      }
    }
  }

  /** All meetings of one plane of the result, one of the images, and one of the weights. */
  private void eachPlace(Meeting meeting, int outPlane, int inPlane, int weightPlane) {
    int n = outSize();
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        int out = (outPlane * n + row) * n + column;
        for (int k = 0; k < kernel * kernel; k++) {
          int y = row + k / kernel - padding;
          int x = column + k % kernel - padding;
          if (0 <= y && y < size && 0 <= x && x < size) {
            meeting.at(out, (inPlane * size + y) * size + x, weightPlane * kernel * kernel + k);
          }
        }
      }
    }
  }

  /** The mean of each 2 × 2 of planes of n × n. */
  static double[] pool(double[] x, int n) {
    var y = new double[x.length / 4];
    for (int i = 0; i < x.length; i++) {
      y[pooled(i, n)] += x[i] / 4;
    }
    return y;
  }

  static double[] pullPool(double[] ct, int n) {
    var byX = new double[ct.length * 4];
    for (int i = 0; i < byX.length; i++) {
      byX[i] = ct[pooled(i, n)] / 4;
    }
    return byX;
  }

  private static int pooled(int i, int n) {
    int half = n / 2;
    return (i / (n * n) * half + i / n % n / 2) * half + i % n / 2;
  }
}
