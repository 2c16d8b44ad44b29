/**
 * The work as static graphs of TensorFlow, by {@code org.tensorflow:tensorflow-core-api}: plain,
 * and compiled by XLA. TensorFlow has no {@code vmap} there, so the functions are written for a
 * batch by hand, which is the fastest way to write them.
 */
@NullMarked
package dev.fluxion.peers.tensorflow;

import org.jspecify.annotations.NullMarked;
