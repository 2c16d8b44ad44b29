package dev.fluxion.laws.conform.torch;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Python expression, as much of the language as definitions of tensor functions use. */
public sealed interface Expr {
  /** {@code None}, {@code True}, {@code 3}, {@code 2.5}, {@code 'text'} or {@code ...}. */
  record Constant(@Nullable Object value) implements Expr {}

  /** A name: an input, an attribute of the case, or a name of Python's. */
  record Name(String id) implements Expr {}

  /** A list or a tuple; the two are one here. */
  record Items(List<Expr> items) implements Expr {}

  /** {@code target.name}. */
  record Attribute(Expr target, String name) implements Expr {}

  /** {@code function(positional…, keyword=…)}. */
  record Call(Expr function, List<Expr> positional, Map<String, Expr> keywords) implements Expr {}

  /** {@code target[item, …]}. */
  record Subscript(Expr target, List<Expr> items) implements Expr {}

  /** {@code start:stop:step} in a subscript. */
  record Range(@Nullable Expr start, @Nullable Expr stop, @Nullable Expr step) implements Expr {}

  /** {@code -operand}. */
  record Negated(Expr operand) implements Expr {}

  /** {@code left operator right}, arithmetic or comparison. */
  record Binary(String operator, Expr left, Expr right) implements Expr {}

  /** {@code then if condition else otherwise}. */
  record Choice(Expr condition, Expr then, Expr otherwise) implements Expr {}

  /** {@code lambda parameters: body}. */
  record Lambda(List<String> parameters, Expr body) implements Expr {}

  /** {@code *value} in a call. */
  record Starred(Expr value) implements Expr {}

  /** {@code f'…{part}…'}: constants and the expressions between them. */
  record Format(List<Expr> parts) implements Expr {}
}
