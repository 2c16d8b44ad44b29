package dev.fluxion.laws.conform.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function's name and parameters, as torch's documentation has them: {@code sum(input, dim=None,
 * keepdim=False)}. A starred parameter takes the rest of the positional arguments, or one list:
 * {@code x.permute(1, 0)} and {@code x.permute([1, 0])} are the same. Positional arguments pass by
 * the parameters that are given by name, so that a program can give the tensors by position and the
 * rest by name: {@code gather(x, index, dim=0)}.
 */
record Signature(String name, List<Parameter> parameters) {
  /** A parameter; {@code fallback} is what it is when left out, if it is not required. */
  record Parameter(String name, boolean required, boolean rest, @Nullable Object fallback) {}

  static Signature of(String text) {
    var call = (Expr.Call) Parser.parse(text);
    var parameters = new ArrayList<Parameter>();
    for (var parameter : call.positional()) {
      boolean rest = parameter instanceof Expr.Starred;
      var name = (Expr.Name) (parameter instanceof Expr.Starred s ? s.value() : parameter);
      parameters.add(new Parameter(name.id(), true, rest, null));
    }
    var none = new Evaluator(Map.of());
    call.keywords()
        .forEach((name, fallback) ->
            parameters.add(new Parameter(name, false, false, none.value(fallback))));
    return new Signature(((Expr.Name) call.function()).id(), List.copyOf(parameters));
  }

  /** The arguments of a call under the names of the parameters. */
  Arguments bind(List<@Nullable Object> positional, Map<String, @Nullable Object> keywords) {
    var bound = new LinkedHashMap<String, @Nullable Object>();
    int used = 0;
    for (var parameter : parameters) {
      if (keywords.containsKey(parameter.name())) {
        bound.put(parameter.name(), keywords.get(parameter.name()));
      } else if (parameter.rest()) {
        var rest = positional.subList(used, positional.size());
        boolean one = rest.size() == 1 && rest.getFirst() instanceof List;
        bound.put(parameter.name(), one ? rest.getFirst() : rest);
        used = positional.size();
      } else if (used < positional.size()) {
        bound.put(parameter.name(), positional.get(used++));
      } else if (parameter.required()) {
        throw new NotSupported(name + " without " + parameter.name());
      } else {
        bound.put(parameter.name(), parameter.fallback());
      }
    }
    if (used < positional.size()) {
      throw new NotSupported(name + " of " + positional.size() + " arguments");
    }
    for (var keyword : keywords.keySet()) {
      if (!bound.containsKey(keyword)) {
        throw new NotSupported(name + "(" + keyword + ")");
      }
    }
    return new Arguments(name, bound);
  }
}
