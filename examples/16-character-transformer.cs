#:project ../src/Cairn/Cairn.csproj
using Cairn.RandomNumbers;

// Tiny Shakespeare, character by character; the last tenth is kept for validation.
string text = Datasets.TinyShakespeare();
char[] alphabet = [.. text.Distinct().Order()];
int[] characters = [.. text.Select(c => Array.BinarySearch(alphabet, c))];
int cut = characters.Length * 9 / 10;
var (train, validation) = (characters[..cut], characters[cut..]);

const int block = 64, batchSize = 12;
int steps = int.TryParse(Environment.GetEnvironmentVariable("CAIRN_STEPS"), out int most) ? most : 2000;
Console.WriteLine($"{alphabet.Length} characters, {steps} steps");

var net = new CharacterTransformer(alphabet.Length, block, width: 128, heads: 4, layers: 4);
net.Initialize(seed: 1);
var stepper = new AdamW
{
    LearningRate = 2e-3,
    Beta2 = 0.99,
    WeightDecay = 0.1,
    ClipNorm = 1,
    Schedule = new WarmUpSchedule { Steps = steps / 20, Next = new CosineSchedule { Steps = steps - steps / 20, Lowest = 0.05 } },
}.For(net.Parameters);

var places = Rng.Stream(1, "example", "batches").Start();
for (int step = 1; step <= steps; step++)
{
    var (x, y) = Batch(train, [.. Enumerable.Range(0, batchSize).Select(_ => places.Index(train.Length - block))]);
    using (Mode.Training(seed: 1, stepper.Steps))
    {
        var loss = net.Forward(x).CrossEntropyFromLogits(y).Mean();
        loss.Backward();
        stepper.Step();
        stepper.ZeroGradients();
        if (step % 250 == 0) Console.WriteLine(FormattableString.Invariant($"step {step}: loss {(double)loss:F3}, validation {Validate():F3}"));
    }
}
Console.WriteLine(Sample("\n", 500));

// Rows of characters, and the characters that follow each.
static (Tensor X, Tensor Y) Batch(int[] text, int[] starts) => (
    Tensor.From([.. starts.SelectMany(s => text[s..(s + block)])], starts.Length, block),
    Tensor.From([.. starts.SelectMany(s => text[(s + 1)..(s + 1 + block)])], starts.Length, block));

// All of the last tenth, block after block.
double Validate()
{
    using var evaluation = Mode.Evaluation();
    int[] starts = [.. Enumerable.Range(0, (validation.Length - 1) / block).Select(i => i * block)];
    return starts.Chunk(64).Sum(some =>
    {
        var (x, y) = Batch(validation, some);
        return (double)net.Forward(x).CrossEntropyFromLogits(y).Sum();
    }) / starts.Length / block;
}

string Sample(string start, int length)
{
    var rng = Rng.Stream(1, "example", "sample").Start();
    List<int> said = [.. start.Select(c => Array.BinarySearch(alphabet, c))];
    for (int i = 0; i < length; i++)
    {
        int[] seen = [.. said.TakeLast(block)];
        var scores = net.Forward(Tensor.From(seen, 1, seen.Length))[0, ^1] / 0.8;
        said.Add(rng.Categorical(scores.Softmax().To(DType.Float64).ToArray<double>()));
    }
    return string.Concat(said.Select(k => alphabet[k]));
}

/// <summary>Scores for the next character at every place, each seeing what stands before it; characters are read and said by the same vectors.</summary>
sealed class CharacterTransformer(int alphabet, int block, int width, int heads, int layers) : Module
{
    readonly Embedding _characters = new(alphabet, width, new RandomNormal { Deviation = 0.02 });
    readonly LearnedPositions _places = new(width, block);
    readonly TransformerEncoder _blocks = new(layers,
        () => new TransformerEncoderLayer(width, heads, 4 * width, dropout: 0, new Gelu(), normFirst: true, causal: true), new LayerNorm(width));

    public override Tensor Forward(Tensor x) => _blocks.Forward(_places.Forward(_characters.Forward(x))).Linear(_characters.Weight.Value);
}
