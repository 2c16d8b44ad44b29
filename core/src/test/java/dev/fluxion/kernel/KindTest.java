package dev.fluxion.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.DType;
import org.junit.jupiter.api.Test;

class KindTest {
  @Test
  void smallTypesAreIntsOnceTheyAreLoaded() {
    assertEquals(Kind.INT, Kind.of(DType.BOOL));
    assertEquals(Kind.INT, Kind.of(DType.UINT8));
    assertEquals(Kind.INT, Kind.of(DType.INT32));
    assertEquals("I", Kind.of(DType.BOOL).desc().descriptorString());
  }

  @Test
  void arraysAreThoseOfBuffers() {
    for (var dtype : DType.values()) {
      var type = Buffers.allocate(dtype, 0).getClass();
      assertEquals(type.descriptorString(), Kind.array(dtype).descriptorString());
    }
  }
}
