using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Cairn.Layers;
using Cairn.Optimizers;
using Cairn.Training;

namespace Cairn.NeuralModels;

/// <summary>A network as a recipe: layers of units, or a network of one's own, trained in batches until the rows held back get no better.
/// See <see cref="NeuralClassifier"/> and <see cref="NeuralRegressor"/>.</summary>
/// <remarks>The network calculates in float32. Its inputs are brought to mean 0 and deviation 1 first, by the rows it learns from, and a
/// value further than a million deviations out counts as a million. The seed of a training is drawn from (<see cref="Seed"/>, the
/// context's path): the same recipe, data and path give the same bits for any number of threads.</remarks>
public abstract record NeuralEstimator : Recipe
{
    private protected NeuralEstimator() { }

    /// <summary>The units of the hidden layers, in order, each at least 1; none for a linear model. One layer of 100 unless
    /// set.</summary>
    [Range(1, int.MaxValue)]
    public ValueList<int> Hidden
    {
        get;
        init
        {
            foreach (int units in value) ArgumentOutOfRangeException.ThrowIfLessThan(units, 1, nameof(Hidden));
            field = value;
        }
    } = [100];

    /// <summary>What the hidden units do with their sums; relu unless set.</summary>
    public Activation Activation
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Activation), value, "No such activation");
    } = Activation.Relu;

    /// <summary>The share of the hidden units that are dropped in each step of training, from 0 to below 1; 0 unless set.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init => field = ShareBelow1(value, nameof(Dropout)); }

    /// <summary>Makes the network in place of <see cref="Hidden"/>, <see cref="Activation"/> and <see cref="Dropout"/>, from the number of
    /// inputs and of outputs: one output a class (logits, no softmax at the end), or one a column of the target. A new network at each call;
    /// parameters that are drawn or loaded already are what training starts from. It sees rows with the axes that they were given with, pictures
    /// as <c>[rows, channels, height, width]</c>, while the layers of <see cref="Hidden"/> see each as one line of numbers. Null unless set.</summary>
    public Func<int, int, Module>? Network { get; init; }

    /// <summary>How parameters follow their gradients; Adam unless set.</summary>
    public Optimizer Optimizer
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Optimizer));
            field = value;
        }
    } = new Adam();

    /// <summary>How far a step goes, above 0, in place of the optimizer's own; null, the default, leaves that.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double? LearningRate
    {
        get;
        init => field = value is null || (value > 0 && double.IsFinite(value.Value))
            ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "LearningRate must be above 0 and finite, or null");
    }

    /// <summary>The decoupled decay of weights, at least 0, in place of the optimizer's own; null, the default, leaves that.</summary>
    [Range(0.0, double.MaxValue)]
    public double? WeightDecay
    {
        get;
        init => field = value is null || (value >= 0 && double.IsFinite(value.Value))
            ? value : throw new ArgumentOutOfRangeException(nameof(WeightDecay), value, "WeightDecay must be finite and not negative, or null");
    }

    /// <summary>The rows of a batch, at least 1; 32 unless set.</summary>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init => field = AtLeast1(value, nameof(BatchSize)); } = 32;

    /// <summary>How often all rows are seen at most, at least 1; 200 unless set.</summary>
    [Range(1, int.MaxValue)]
    public int Epochs { get; init => field = AtLeast1(value, nameof(Epochs)); } = 200;

    /// <summary>The share of the rows held back to judge each epoch by, from 0 to below 1; 0.1 unless set. With 0, or too few rows, the
    /// training loss judges. Classes are parted alike, groups never.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double ValidationShare { get; init => field = ShareBelow1(value, nameof(ValidationShare)); } = 0.1;

    /// <summary>After how many epochs without a better loss training stops, at least 1; 10 unless set. The parameters of the best epoch are
    /// kept.</summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init => field = AtLeast1(value, nameof(Patience)); } = 10;

    /// <summary>How many networks are trained, each from other first parameters and in another order of the rows; the model averages what they
    /// say. At least 1, the default.</summary>
    [Range(1, int.MaxValue)]
    public int Networks { get; init => field = AtLeast1(value, nameof(Networks)); } = 1;

    /// <summary>True, unless set, to bring the inputs to mean 0 and deviation 1 first; false for inputs that have their scale, or are
    /// indices of an embedding.</summary>
    public bool StandardizesInputs { get; init; } = true;

    /// <summary>True to end with the best epoch so far when the fit is cancelled after its first epoch; false, unless set, to throw an
    /// <see cref="OperationCanceledException"/> as others do.</summary>
    [Browsable(false)] // where Ctrl-C ends a program there is nothing to keep
    public bool KeepsBestWhenCancelled { get; init; }

    /// <summary>What else is done while a network trains: progress, checkpoints, logs, a page to watch. None unless set.</summary>
    public ValueList<Callback> Callbacks
    {
        get;
        init
        {
            foreach (var callback in value) ArgumentNullException.ThrowIfNull(callback, nameof(Callbacks));
            field = value;
        }
    }

    /// <summary>The seed of the first parameters, of the rows held back, of the order of the rows and of what layers draw; 0 unless
    /// set.</summary>
    public long Seed { get; init; }

    /// <summary>The optimizer with the rate and decay of this recipe.</summary>
    internal Optimizer OwnOptimizer => Optimizer with
    {
        LearningRate = LearningRate ?? Optimizer.LearningRate,
        WeightDecay = WeightDecay ?? Optimizer.WeightDecay,
    };

    /// <summary>A network for so many inputs and outputs, its parameters not drawn yet unless it came with them.</summary>
    internal Module NewNetwork(int inputs, int outputs)
    {
        if (Network is null)
        {
            var layers = new List<Module>();
            foreach (int units in Hidden)
            {
                layers.Add(new Linear(inputs, units, activation: Activation));
                if (Dropout > 0) layers.Add(new Dropout(Dropout));
                inputs = units;
            }
            return new Sequential([.. layers, new Linear(inputs, outputs)]);
        }
        var net = Network(inputs, outputs) ?? throw new ArgumentException($"Network: gave null for {inputs} inputs and {outputs} outputs", "data");
        if (net.Parameters.Any(p => p.IsSealed))
            throw new ArgumentException("Network: gave a network that belongs to a fitted model; make a new one at each call", "data");
        return net;
    }

    static double ShareBelow1(double value, string name) => value is >= 0 and < 1
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is from 0 to below 1");

    static int AtLeast1(int value, string name) => value >= 1
        ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least 1");
}
