/**
 * What operations cost, measured with JMH. Each class is one question; nothing here is asserted,
 * the figures are read.
 */
@NullMarked
package dev.fluxion.benchmarks;

import org.jspecify.annotations.NullMarked;
