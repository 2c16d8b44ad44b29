package dev.fluxion.laws.conform;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fluxion.laws.conform.torch.NotSupported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of prose: what agrees, what differs, and what is not written to the end. */
final class ScenariosTest {
  private static JsonNode prose(String title, String expected) throws Exception {
    var json = "{'title':\"%s\",'expected':{%s}}".formatted(title, expected);
    // Titles hold apostrophes, so only those of the rest are quotes.
    var quoted = json.replace('\'', '"').replace("\"" + title.replace('\'', '"') + "\"", "'T'");
    return new ObjectMapper().readTree(quoted.replace("'T'", "\"" + title + "\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "grad_req='write' overwrites;"
            + " 'grad_after_1':{'shape':[2],'data':[1,1]},'grad_after_2':{'shape':[2],'data':[1,%s]};"
            + " 1; 2",
        "outside record nothing is tracked; 'error':'%s'; no_grad_fn; graph_freed",
        "record/pause nest and restore;"
            + " 'is_recording':[true,false,true,%s],'is_training':[true,false,true,false];"
            + " false; true",
        "train_mode/predict_mode do not touch recording;"
            + " 'pairs':[[true,false],[true,%s],[false,true]]; false; true",
        "unwatched constant gives none; 'dy_dx':%s; null; 6",
        "variables are watched automatically; 'dy_dx':%s; 6; null",
        "persistent tape; 'dz_dx':%s,'dy_dx':6; 108; 36",
        "nested tapes; 'dy_dx':10,'d2y_dx2':%s; 2; 0",
        "stop_recording; 'grad':%s; null; 8",
        "reset; 'dy':%s,'dz':27; null; 6",
        "batch_jacobian shape error; 'error':'%s'; batch_mismatch; dtype",
        "hook on a node sees (grad_inputs, grad_outputs);"
            + " 'grad_outputs_then_grad_inputs':[[2,[6,%s]]]; 6; 12",
        "view metadata; 'v_is_view':true,'y_is_view':false,'version_before':0,"
            + "'version_after':%s,'base_is_y':true; 1; 2",
        "saved tensors stored as float32; 'grad':{'shape':[2],'data':[%s,0.20000000298023224]};"
            + " 0.10000000149011612; 0.1",
        "gradcheck of a correct function; 'ok':true,'ok2':%s; true; false",
        "raise_exception=false; 'ok':%s; false; true",
        "no input requires grad; 'category':'%s'; no_requires_grad; no_grad_fn",
        "has_aux; 'grad':6,'aux':'%s'; aux; other",
        "gradient and value; 'grad':{'shape':[2],'data':[2,%s]},'value':5; 4; 5",
        "grad of a vector-valued function; 'error':'%s'; nonscalar_backward; dtype",
        "grad of an integer argument is an error; 'error':'%s'; dtype; nonscalar_backward",
        "vmap with different batch sizes; 'error':'%s'; shape_mismatch; vmap_control_flow",
        "data-dependent branch inside vmap; 'error':'%s'; vmap_control_flow; unused_input",
        "linearize reuses the linear map;"
            + " 'values':[1.3817732906760363,2.7635465813520725,%s]; -4.145319872028109; 0",
        "jacobian w.r.t. an unused input;"
            + " 'zeros':{'shape':[2,1],'data':[0,0]},'strict':{'category':'%s'};"
            + " unused_input; no_requires_grad",
        "exercise 2: backward twice; 'error':'%s'; graph_freed; no_grad_fn"
      })
  void proseCanAgreeAndDiffer(String title, String expected, String right, String wrong)
      throws Exception {
    Scenarios.run(prose(title, expected.formatted(right)));
    var other = prose(title, expected.formatted(wrong));
    assertThrows(Mismatch.class, () -> Scenarios.run(other));
  }

  @Test
  void whatIsNotWrittenOrNotToTheEndIsNotSupported() throws Exception {
    var unknown = prose("tomorrow", "'dy_dx':6");
    var other = prose("nested tapes", "'dy_dx':10");
    var more = prose("nested tapes", "'dy_dx':10,'d2y_dx2':2,'d3y_dx3':0");
    assertThrows(NotSupported.class, () -> Scenarios.run(unknown));
    assertThrows(NotSupported.class, () -> Scenarios.run(other));
    assertThrows(NotSupported.class, () -> Scenarios.run(more));
  }
}
