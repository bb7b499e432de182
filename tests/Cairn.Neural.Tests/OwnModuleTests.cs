using Cairn.Persistence;

namespace Cairn.Tests;

/// <summary>A module of one's own from its first number to a training that goes on in another program; the blocks of docs/guide/networks.md.</summary>
public sealed class OwnModuleTests : IDisposable
{
    readonly string _weights = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors"), _state = Path.GetTempFileName();

    public void Dispose()
    {
        File.Delete(_weights);
        File.Delete(_state);
    }

    #region module
    /// <summary>Two ways to look at the same rows, and a third that puts both together.</summary>
    sealed class TwoWays(int inputs, int hidden) : Module
    {
        readonly Linear _bends = new(inputs, hidden, activation: Activation.Relu);
        readonly Linear _swings = new(inputs, hidden, activation: Activation.Tanh);
        readonly Linear _together = new(2 * hidden, 1);

        public override Tensor Forward(Tensor x) => _together.Forward(Tensor.Concat([_bends.Forward(x), _swings.Forward(x)], axis: 1));
    }
    #endregion

    static DataLoader Rows()
    {
        var x = Tensor.Linspace(-1, 1, 600).To(DType.Float32).Reshape(100, 6);
        return new DataLoader(x, x.Square().Sum(1)) { BatchSize = 20, Seed = 1 };
    }

    static float[][] Numbers(Module net) => [.. net.Parameters.Select(p => p.Value.ToArray<float>())];

    [Fact]
    public void Guide()
    {
        var (rows, weights) = (Rows(), _weights);
        #region train
        var net = new TwoWays(inputs: 6, hidden: 16);
        var trainer = new Trainer { Loss = Loss.MeanSquaredError, Optimizer = new Adam { LearningRate = 0.01 }, Epochs = 5 };
        Console.WriteLine(trainer.Fit(net, rows));
        net.SaveWeights(weights);
        #endregion
        var before = Numbers(net);
        #region go-on
        var loaded = Model.Load(weights, () => new TwoWays(inputs: 6, hidden: 16));
        Console.WriteLine(trainer.Fit(loaded, rows));
        #endregion
        Assert.Equal(before, Numbers(net));
        Assert.True(trainer.Fit(net, rows).Epochs[0].Loss == new Trainer { Loss = trainer.Loss, Optimizer = trainer.Optimizer, Epochs = 1 }
            .Fit(Model.Load(weights, () => new TwoWays(6, 16)), rows).Epochs[0].Loss);
        Assert.Equal(Numbers(net), Numbers(loaded));
    }

    [Fact]
    public void A_training_of_it_is_resumed_with_the_bits_of_never_having_stopped()
    {
        var whole = new TwoWays(6, 16);
        var trainer = new Trainer { Loss = Loss.MeanSquaredError, Epochs = 6 };
        trainer.Fit(whole, Rows());
        var saving = trainer with { Callbacks = [new Checkpointing { Path = _state, EverySteps = 7 }] };
        (saving with { Epochs = 2 }).Fit(new TwoWays(6, 16), Rows());
        var resumed = new TwoWays(6, 16);
        saving.Resume(_state, resumed, Rows());
        Assert.Equal(Numbers(whole), Numbers(resumed));
    }

    [Fact]
    public void What_is_not_saved_whole_says_what_to_do()
    {
        var net = new Sequential(new TwoWays(6, 16));
        net.Initialize();
        Assert.Contains("TwoWays is no layer of Cairn and cannot be saved whole; save the weights with SaveWeights(path)",
            Assert.Throws<NotSupportedException>(() => net.Save(_weights)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_weights));
        net.SaveWeights(_weights);
        var error = Assert.Throws<CairnFormatException>(() => Model.Load<Module>(_weights));
        Assert.Contains("LoadWeights", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<CairnFormatException>(() => Model.Load(_weights, () => new TwoWays(6, 16)));
        Assert.Contains("bends.weight", error.Message, StringComparison.Ordinal);
    }

    #region lengths
    sealed class Sentences : Module
    {
        readonly Embedding _words = new(10, 8);
        readonly Lstm _lstm = new(8, 16);
        readonly Linear _head = new(16, 2);

        public override Tensor Forward(Tensor x) // word 0 stands behind the end of a sentence
        {
            int[] lengths = x.NotEqualTo(0).Sum(1).To<int>().ToArray<int>();
            return _head.Forward(_lstm.Run(_words.Forward(x), lengths: lengths).Hidden[0]);
        }
    }
    #endregion

    [Fact]
    public void Sentences_of_their_own_lengths()
    {
        var net = new Sentences();
        net.Initialize(1);
        var both = net.Forward(Tensor.From(new[,] { { 3, 1, 4, 1, 5 }, { 9, 2, 0, 0, 0 } }));
        Assert.True(Tensor.EqualsExactly(both[1..], net.Forward(Tensor.From(new[,] { { 9, 2 } }))));
        var words = Tensor.From(new[,] { { 3, 1, 4, 1, 5 }, { 9, 2, 0, 0, 0 }, { 6, 5, 3, 0, 0 }, { 5, 8, 9, 7, 0 } });
        var trainer = new Trainer { Loss = Loss.CrossEntropyFromLogits, Optimizer = new Adam { LearningRate = 0.05 }, Epochs = 30 };
        var history = trainer.Fit(new Sentences(), new DataLoader(words, Tensor.From([0, 1, 0, 1])));
        Assert.True(history.Epochs[^1].Loss < 0.1, history.ToString()); // parameters of float32, though the rows are whole numbers
        Assert.NotEmpty(trainer.FindLearningRate(new Sentences(), new DataLoader(words, Tensor.From([0, 1, 0, 1])), steps: 10).Rates);
        var summary = net.Summary(1, 5);
        Assert.Equal(10 * 8 + 4 * 16 * (8 + 16 + 2) + 16 * 2 + 2, summary.Parameters);
    }

    sealed class Pairs : Module
    {
        readonly (Linear A, Parameter B) _pair = (new(2, 2), new(Initializer.Ones, 2));
        readonly object[] _mixed = [new Linear(2, 1), "a word", 3];
        readonly List<Linear[]> _lists = [[new(1, 1)], [new(1, 1)]];
        readonly Dictionary<string, Module> _named = new() { ["b"] = new Linear(1, 1), ["a"] = new Linear(1, 1) };

        public override Tensor Forward(Tensor x) => ((Linear)_mixed[0]).Forward(_pair.A.Forward(x) * _pair.B);
    }

    [Fact]
    public void Modules_are_found_in_tuples_arrays_lists_and_dictionaries()
    {
        var net = new Pairs();
        net.Initialize();
        Assert.Equal(["pair.0.weight", "pair.0.bias", "pair.1", "mixed.0.weight", "mixed.0.bias", "lists.0.0.weight", "lists.0.0.bias",
            "lists.1.0.weight", "lists.1.0.bias", "named.a.weight", "named.a.bias", "named.b.weight", "named.b.bias"], net.NamedParameters.Select(p => p.Path));
        net.Forward(Tensor.Ones<float>(1, 2)).Sum().Backward();
        Assert.NotNull(net.NamedParameters[2].Parameter.Gradient);
    }

    sealed class Late : Module
    {
        Linear? _made;

        public override Tensor Forward(Tensor x) => (_made ??= new(2, 2)).Forward(x);
    }

    [Fact]
    public void What_does_not_fit_is_said_with_its_place()
    {
        var net = new Sequential(new Linear(4, 5), new Sequential(new Linear(6, 3)), new BatchNorm(3));
        net.Initialize();
        string Message(Action act) => Assert.Throws<ArgumentException>(act).Message;
        Assert.StartsWith("Linear at 1.0: an input of [8, 5] where [rows, ..., 6] is expected", Message(() => net.Forward(Tensor.Ones<float>(8, 4))), StringComparison.Ordinal);
        Assert.StartsWith("Linear at 0: an input [8, 4] of int32 meets parameters of float32", Message(() => net.Forward(Tensor.Ones<int>(8, 4))), StringComparison.Ordinal);
        Assert.Contains("at 2: an input of [8, 4]", Message(() => net[2].Forward(Tensor.Ones<float>(8, 4))), StringComparison.Ordinal);
        Assert.StartsWith("Linear: an input of []", Message(() => new Linear(4, 5).Forward(Tensor.Scalar(1f))), StringComparison.Ordinal);
        var words = Assert.Throws<ArgumentException>(() => new Trainer().Fit(net, Data.BundledData.Load("iris").ToDataset("petal width")));
        Assert.Contains("column 'species' holds categories, and Trainer needs numbers; leave it out, or make numbers of it", words.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_told_of()
    {
        var trainer = new Trainer { Loss = Loss.MeanSquaredError, Epochs = 2, Callbacks = [new Checkpointing { Path = _state, EverySteps = 4 }] };
        trainer.Fit(new TwoWays(6, 16), Rows());
        string Message(Trainer with, Module net, DataLoader rows) => Assert.Throws<CairnFormatException>(() => with.Resume(_state, net, rows)).Message;
        Assert.Contains("bends.weight, bends.bias, swings.weight, swings.bias, together.weight, together.bias there, 0.weight, 0.bias here",
            Message(trainer, new Sequential(new Linear(6, 1)), Rows()), StringComparison.Ordinal);
        Assert.Contains("its epochs have 5 batches and those of the loader 1 ",
            Message(trainer, new TwoWays(6, 16), new DataLoader(Tensor.Ones<float>(8, 6), Tensor.Ones<float>(8))), StringComparison.Ordinal);
        Assert.Contains("other callbacks", Message(trainer with { Callbacks = [] }, new TwoWays(6, 16), Rows()), StringComparison.Ordinal);
        Assert.Contains("other callbacks", Message(trainer with { Callbacks = [new ProgressBar { Output = TextWriter.Null }, .. trainer.Callbacks] }, new TwoWays(6, 16), Rows()), StringComparison.Ordinal);
        Assert.Contains("another optimizer", Message(trainer with { Optimizer = new Sgd() }, new TwoWays(6, 16), Rows()), StringComparison.Ordinal);
        Assert.Contains("where [8, 6] are expected", Message(trainer, new TwoWays(6, 8), Rows()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_made_too_late_is_told_of()
    {
        var net = new Late();
        net.Initialize();
        Assert.Contains("fields", Assert.Throws<InvalidOperationException>(() => net.Forward(Tensor.Ones<float>(1, 2))).Message, StringComparison.Ordinal);
    }
}
