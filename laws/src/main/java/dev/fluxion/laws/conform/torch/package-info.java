/**
 * PyTorch's expressions, read over Fluxion: {@link dev.fluxion.laws.conform.torch.Parser} reads the
 * text, {@link dev.fluxion.laws.conform.torch.Evaluator} gives it a value, {@link
 * dev.fluxion.laws.conform.torch.Torch} is the one table that says what each of torch's functions
 * is called here.
 *
 * <p>A name that the table lacks is {@link dev.fluxion.laws.conform.torch.NotSupported}. Nothing
 * here knows of cases, files or expected values.
 */
@NullMarked
package dev.fluxion.laws.conform.torch;

import org.jspecify.annotations.NullMarked;
