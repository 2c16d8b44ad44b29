/**
 * What operations and transforms cost, measured with JMH. Each class of benchmarks is one question;
 * no time is asserted, the figures are read. {@link dev.fluxion.benchmarks.Rounds} times benchmarks
 * in turns where their times are to be divided, as {@link dev.fluxion.benchmarks.CostTable} does.
 */
@NullMarked
package dev.fluxion.benchmarks;

import org.jspecify.annotations.NullMarked;
