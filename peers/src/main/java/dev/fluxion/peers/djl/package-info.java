/**
 * The work as a user of DJL writes it, whose PyTorch engine brings libtorch as its makers build it,
 * with MKL.
 */
@NullMarked
package dev.fluxion.peers.djl;

import org.jspecify.annotations.NullMarked;
