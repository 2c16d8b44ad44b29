/**
 * The primitives: one file each, with value and derivative side by side. Start at {@link
 * dev.fluxion.op.Op} and its families ({@link dev.fluxion.op.Unary}, {@link dev.fluxion.op.Linear},
 * {@link dev.fluxion.op.Opaque}), then read any record.
 *
 * <p>Rules are written in {@link dev.fluxion.lanes.Lanes} or in tensor operations, so every order
 * of derivative follows. They must not know about modes, recording, threads, broadcasting or
 * promotion.
 */
@NullMarked
package dev.fluxion.op;

import org.jspecify.annotations.NullMarked;
