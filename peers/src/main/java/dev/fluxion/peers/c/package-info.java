/**
 * The work as loops in C, value and gradients fused by hand in {@code src/main/c/floors.c}: no peer
 * but a floor, below which one thread of this processor hardly gets. Only for the workloads that
 * are there.
 */
@NullMarked
package dev.fluxion.peers.c;

import org.jspecify.annotations.NullMarked;
