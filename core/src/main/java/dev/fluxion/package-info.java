/**
 * Tensors with derivatives. {@link dev.fluxion.Fluxion} is the face, imported statically; {@link
 * dev.fluxion.Tensor} is the value that everything takes and gives.
 *
 * <p>Inside: {@code Apply} runs a primitive and records it, {@code Node} and its kin are the graph,
 * {@code ReversePass} walks it, {@code Dual} is forward mode. Nothing here knows a formula: those
 * are in {@code dev.fluxion.op}.
 */
@NullMarked
package dev.fluxion;

import org.jspecify.annotations.NullMarked;
