package dev.fluxion.laws.conform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LayoutTest {
  private static final double[] LOGICAL = {1, 2, 3, 4, 5, 6};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'kind':'permute','perm':[1,0],'base_shape':[3,2]}",
        "{'kind':'stride','steps':[2,3],'base_shape':[4,9],'filler':7.5}"
      })
  void logicalOrderIsKeptAndMemoryIsNot(String layout) throws Exception {
    var tensor = Layout.tensor(input("[1,2,3,4,5,6]", layout));
    assertArrayEquals(LOGICAL, tensor.toDoubleArray());
    assertArrayEquals(new int[] {2, 3}, tensor.shape().toArray());
    assertFalse(tensor.isContiguous());
  }

  @Test
  void anExpandedInputRepeats() throws Exception {
    var layout = "{'kind':'expand','shape':[2,3],'base_shape':[1,3]}";
    var tensor = Layout.tensor(input("[1,2,3,1,2,3]", layout));
    assertArrayEquals(new double[] {1, 2, 3, 1, 2, 3}, tensor.toDoubleArray());
    assertFalse(tensor.isContiguous());
  }

  private static JsonNode input(String data, String layout) throws Exception {
    var json = "{'shape':[2,3],'dtype':'float64','data':" + data + ",'layout':" + layout + "}";
    return new ObjectMapper().readTree(json.replace('\'', '"'));
  }
}
