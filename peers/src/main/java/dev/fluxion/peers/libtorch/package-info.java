/**
 * The work as a user of libtorch from Java writes it, by {@code org.bytedeco:pytorch}. libtorch has
 * no {@code vmap} there, so a whole matrix of derivatives is a loop of gradients; beside it stands
 * the function rewritten for a batch by hand.
 */
@NullMarked
package dev.fluxion.peers.libtorch;

import org.jspecify.annotations.NullMarked;
