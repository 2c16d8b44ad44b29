/**
 * The work by which Fluxion is held to its peers: {@link dev.fluxion.benchmarks.bar.Workload} lists
 * it, a {@link dev.fluxion.benchmarks.bar.Problem} has its numbers and what must come out, worked
 * out in plain Java, and {@link dev.fluxion.benchmarks.bar.Work} is one of them done by one
 * library. {@link dev.fluxion.benchmarks.bar.FluxionSteps} times Fluxion; nothing here knows a
 * peer.
 */
@NullMarked
package dev.fluxion.benchmarks.bar;

import org.jspecify.annotations.NullMarked;
