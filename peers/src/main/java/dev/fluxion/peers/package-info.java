/**
 * Fluxion beside other libraries: the same work, the same numbers, timed in turns. {@link
 * dev.fluxion.peers.BenchPeers} is the program; the packages below have the benchmarks of one peer
 * each, and those of Fluxion are in {@link dev.fluxion.benchmarks}. One peer can be absent from the
 * build, so nothing here names a class of a library's.
 */
@NullMarked
package dev.fluxion.peers;

import org.jspecify.annotations.NullMarked;
