/**
 * Tests of the vocabulary and of its readers that need no tensor. Expected numbers are constants.
 */
@NullMarked
package dev.fluxion.lanes;

import org.jspecify.annotations.NullMarked;
