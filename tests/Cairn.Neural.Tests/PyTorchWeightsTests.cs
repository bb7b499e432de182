using Cairn.Persistence;

namespace Cairn.Tests;

/// <summary>Networks of PyTorch loaded by the names and layouts of its state dictionaries; the blocks of docs/guide/pytorch-weights.md.</summary>
public sealed class PyTorchWeightsTests : IDisposable
{
    readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    #region cnn
    sealed class Cnn : Module
    {
        readonly Convolution _conv1 = new(1, 4, 3, padding: 1, bias: false), _conv2 = new(4, 6, 3, stride: 2);
        readonly BatchNorm _bn1 = new(4), _bn2 = new(6);
        readonly MaxPool _pool = new(2);
        readonly PRelu _slope = new(6);
        readonly GlobalAveragePool _mean = new();
        readonly Linear _fc = new(6, 3);

        public override Tensor Forward(Tensor x)
        {
            x = _pool.Forward(_bn1.Forward(_conv1.Forward(x)).Relu());
            return _fc.Forward(_mean.Forward(_slope.Forward(_bn2.Forward(_conv2.Forward(x)))));
        }
    }
    #endregion

    sealed class Tagger : Module
    {
        readonly Embedding _words = new(9, 5);
        readonly Lstm _lstm = new(5, 4, layers: 2, bidirectional: true);
        readonly Gru _gru = new(8, 3);
        readonly Linear _head = new(3, 2);

        public override Tensor Forward(Tensor x) => _head.Forward(_gru.Forward(_lstm.Forward(_words.Forward(x))));
    }

    sealed class Waves : Module
    {
        readonly Rnn _rnn = new(4, 5, layers: 2, activation: Activation.Relu);
        readonly Lstm _lstm = new(5, 6, bidirectional: true, projection: 3);
        readonly Linear _head = new(6, 2);

        public override Tensor Forward(Tensor x) => _head.Forward(_lstm.Forward(_rnn.Forward(x)));
    }

    #region language
    sealed class Language : Module
    {
        readonly Embedding _words = new(9, 8);
        readonly TransformerEncoder _encoder = new(2,
            () => new TransformerEncoderLayer(8, heads: 2, hidden: 16, activation: new Gelu(), normFirst: true, causal: true), new LayerNorm(8));
        readonly Linear _head = new(8, 9);

        public override Tensor Forward(Tensor x) => _head.Forward(_encoder.Forward(_words.Forward(x)));
    }
    #endregion

    static Module Network(string name) => name switch
    {
        "mlp" => new Sequential(new Linear(6, 8), new Relu(), new Linear(8, 3)),
        "cnn" => new Cnn(),
        "lstm" => new Tagger(),
        "waves" => new Waves(),
        _ => new Language(),
    };

    static string FileOf(string name) => Fixture.FileOf(Path.Combine("weights", name + ".safetensors"));

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("lstm")]
    [InlineData("transformer")]
    [InlineData("waves")]
    public void A_network_of_PyTorch_gives_its_outputs(string name)
    {
        var net = Network(name);
        net.LoadWeights(FileOf(name), WeightNames.PyTorch);
        var found = Fixture.Weights[name];
        var y = net.Forward(Fixture.Read(found.GetProperty("input"), name is "mlp" or "cnn" or "waves" ? DType.Float32 : DType.Int32));
        var expected = Fixture.Read(found.GetProperty("output"));
        Assert.Equal(DType.Float32, y.DType);
        double largest = (double)expected.Abs().Max();
        Fixture.AssertClose(expected / largest, y.To<double>() / largest, 1e-5, name);
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("lstm")]
    [InlineData("transformer")]
    [InlineData("waves")]
    public void What_is_saved_by_its_names_is_what_PyTorch_saved(string name)
    {
        var net = Network(name);
        net.LoadWeights(FileOf(name), WeightNames.PyTorch);
        net.SaveWeights(_path, WeightNames.PyTorch);
        var saved = Safetensors.Load(_path).ToDictionary(t => t.Name, t => t.Tensor);
        foreach (var (key, tensor) in Safetensors.Load(FileOf(name)))
            if (!key.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            {
                Assert.True(saved.Remove(key, out var own), key);
                Assert.True(Tensor.EqualsExactly(tensor, own), key);
            }
        Assert.Empty(saved);
    }

    [Theory]
    [InlineData("0.weight", "0.weight")]
    [InlineData("bn1.runningVar", "bn1.running_var")]
    [InlineData("lstm.weightIhL1Reverse", "lstm.weight_ih_l1_reverse")]
    [InlineData("encoder.layers.0.selfAttn.inProjWeight", "encoder.layers.0.self_attn.in_proj_weight")]
    [InlineData("layers.2.multiheadAttn.outProj.bias", "layers.2.multihead_attn.out_proj.bias")]
    [InlineData("act.slope", "act.weight")]
    [InlineData("slope.slope", "slope.weight")]
    [InlineData("fc1Out.bias", "fc1_out.bias")]
    public void Names_are_PyTorchs(string path, string name) => Assert.Equal(name, WeightNames.PyTorch(path));

    [Fact]
    public void What_is_missing_is_named_as_it_is_in_the_file()
    {
        var error = Assert.Throws<CairnFormatException>(() => new Sequential(new Convolution(1, 4, 3)).LoadWeights(FileOf("cnn"), WeightNames.PyTorch));
        Assert.Contains("'0.weight'", error.Message, StringComparison.Ordinal);
        var net = new Sequential(new Linear(6, 8), new Relu(), new Linear(8, 4));
        Assert.Contains("[3, 8] where 2.weight needs floating numbers of [4, 8]",
            Assert.Throws<CairnFormatException>(() => net.LoadWeights(FileOf("mlp"), WeightNames.PyTorch)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_parameters_of_one_name_are_refused()
    {
        var net = new Sequential(new Linear(2, 2));
        net.Initialize();
        Assert.Throws<ArgumentException>(() => net.SaveWeights(_path, _ => "w"));
        Assert.False(File.Exists(_path));
    }

    [Fact]
    public void Guide()
    {
        string file = FileOf("cnn");
        var images = Fixture.Read(Fixture.Weights["cnn"].GetProperty("input"), DType.Float32);
        #region load
        var net = new Cnn();
        net.LoadWeights(file, WeightNames.PyTorch);
        var logits = net.Forward(images);
        #endregion
        Assert.Equal(new Shape(4, 3), logits.Shape);
        file = _path;
        #region save
        net.SaveWeights(file, WeightNames.PyTorch);
        #endregion
        Assert.True(File.Exists(file));
    }
}
