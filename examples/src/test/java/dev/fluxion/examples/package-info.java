/**
 * Runs every program and every page that a reader may try, each in a JVM of its own, and compares
 * what is printed: {@link dev.fluxion.examples.SeedsTest} for the programs made from documents,
 * {@link dev.fluxion.examples.ExamplesTest} for the others, {@link dev.fluxion.examples.PagesTest}
 * for README and docs. Knows nothing of Fluxion but where it lies.
 */
@NullMarked
package dev.fluxion.examples;

import org.jspecify.annotations.NullMarked;
