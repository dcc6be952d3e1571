// What Apache Avro says of pairs of schemas, and what its reader makes of values that were written with one of them.
//
//     mvn -q dependency:build-classpath … (see docs/checks.md)
//     java -cp CLASSPATH analysis/avro/examples/Peer.java < PAIRS
//
// A line is a pair, as JSON: [writer, reader]. It is answered by a line `refused`, or by the verdict, the kinds of
// incompatibility, and how many values were read and how many were not.
import java.io.*;
import java.util.*;
import org.apache.avro.*;
import org.apache.avro.generic.*;
import org.apache.avro.io.*;
import org.apache.avro.util.RandomData;
import com.fasterxml.jackson.databind.*;

public class Peer {
  public static void main(String[] arguments) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    ObjectMapper json = new ObjectMapper();
    for (String line; (line = in.readLine()) != null;) {
      JsonNode pair = json.readTree(line);
      Schema writer, reader;
      try {
        writer = new Schema.Parser().parse(pair.get(0).toString());
        reader = new Schema.Parser().parse(pair.get(1).toString());
      } catch (Exception error) {
        System.out.println("refused " + String.valueOf(error.getMessage()).replace('\n', ' '));
        continue;
      }
      try {
        SchemaCompatibility.SchemaCompatibilityResult said =
            SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
        TreeSet<String> kinds = new TreeSet<>();
        for (SchemaCompatibility.Incompatibility one : said.getIncompatibilities()) kinds.add(one.getType().name());
        why = "";
        int[] counts = read(writer, reader);
        System.out.println(said.getCompatibility() + " " + String.join(",", kinds) + " " + counts[0] + " " + counts[1] + " " + why);
      } catch (RuntimeException error) {
        System.out.println("failed " + error);
      } catch (StackOverflowError error) {
        System.out.println("failed " + error);
      }
    }
  }

  static String why;

  static int[] read(Schema writer, Schema reader) {
    int good = 0, bad = 0;
    for (int seed = 0; seed < 20; seed++) {
      byte[] bytes;
      try {
        Object value = new RandomData(writer, 1, seed).iterator().next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<Object>(writer).write(value, encoder);
        encoder.flush();
        bytes = out.toByteArray();
      } catch (Exception | StackOverflowError error) {
        continue;
      }
      try {
        new GenericDatumReader<Object>(writer, reader).read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        good++;
      } catch (StackOverflowError error) {
        // A record that is within itself without end: no value of it ends, and its reader does not, either.
        continue;
      } catch (Exception error) {
        why = String.valueOf(error).replace('\n', ' ');
        bad++;
      }
    }
    return new int[] {good, bad};
  }
}
