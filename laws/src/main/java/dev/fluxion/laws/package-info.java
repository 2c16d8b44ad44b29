/**
 * The laws of derivatives: what must hold for every function, whatever it computes. {@link
 * dev.fluxion.laws.Laws} checks a function at a point, {@link dev.fluxion.laws.Law} lists what is
 * checked, {@link dev.fluxion.laws.Subject} and {@link dev.fluxion.laws.Point} are what a law is
 * about.
 *
 * <p>Nothing here knows a formula: a law holds one mode to the other, a derivative to differences
 * of the value, a fast reading to a plain one. The primitives come from the sealed hierarchy of
 * {@code dev.fluxion.op}, so a new one is tested by existing.
 */
@NullMarked
package dev.fluxion.laws;

import org.jspecify.annotations.NullMarked;
