using System.Globalization;
using Cairn.Autograd;
using Cairn.ModelSelection;
using Cairn.Preprocessing;
using Cairn.RandomNumbers;
using Cairn.Training;

namespace Cairn.NeuralModels;

/// <summary>The training of a recipe's networks on rows of numbers.</summary>
sealed class NetworkFit
{
    readonly NeuralEstimator _recipe;
    readonly Tensor _x, _y;
    readonly Tensor? _weights;
    readonly int[] _train, _held;
    readonly int _outputs;
    readonly Loss _loss;
    readonly string _learner;
    readonly FitContext _context;

    /// <summary>Parts the rows and learns the scale of the inputs from those that are trained on.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="rows">The rows that count, their features float64.</param>
    /// <param name="given">The caller's features.</param>
    /// <param name="y">What the loss takes for a target, rows first.</param>
    /// <param name="outputs">How many numbers the network is to give for a row.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="learner">Who asks, to be named in messages.</param>
    /// <param name="context">The caller's.</param>
    internal NetworkFit(NeuralEstimator recipe, Dataset rows, Features given, Tensor y, int outputs, Loss loss, string learner,
        FitContext context)
    {
        context.ThrowIfCancelled();
        (_recipe, _y, _outputs, _loss, _learner, _context) = (recipe, y, outputs, loss, learner, context);
        (_train, _held) = Parted(rows, recipe);
        Inputs = new NetworkInputs(new FeatureSchema(given), recipe.StandardizesInputs
            ? new StandardScaler().Fit(new Dataset(rows.Features, weights: rows.Weights).Take(_train)) : null,
            recipe.Network is null ? [] : NetworkInputs.RowShapeOf(given));
        _x = Inputs.OfNumbers(rows.Features.Dense!);
        _weights = Relative(rows.Weights);
    }

    /// <summary>How the caller's features become inputs.</summary>
    internal NetworkInputs Inputs { get; }

    /// <summary>Records the training of the first network; null when nobody watches.</summary>
    internal TrainingFilm? Film { get; set; }

    /// <summary>A film of these rows, in the caller's units.</summary>
    internal TrainingFilm Filmed(Dataset rows, double[] y, string target, IReadOnlyList<string>? classes, Func<double, double>? answer = null)
    {
        int d = Inputs.Schema.Count;
        return new TrainingFilm(new FilmSubject(rows.Features.Dense!.ToArray<double>(), [.. Enumerable.Range(0, d).Select(Inputs.Schema.NameOf)], y, target,
            classes, asked => Inputs.OfNumbers(Tensor.From<double>(asked, asked.Length / d, d)), answer));
    }

    /// <summary>Trains the networks one after the other.</summary>
    internal (Module[] Networks, TrainingFacts Facts) Run()
    {
        var networks = new Module[_recipe.Networks];
        var histories = new TrainingHistory[networks.Length];
        for (int i = 0; i < networks.Length; i++)
            (networks[i], histories[i]) = Train(_context.Child(string.Create(CultureInfo.InvariantCulture, $"network {i}"), 1.0 / networks.Length),
                i == 0 ? Film : null);
        _context.Report(1);
        var first = histories[0];
        return (networks, new TrainingFacts
        {
            Recipe = RecipeText.Of(_recipe),
            Iterations = histories.Sum(h => h.Epochs.Count),
            Converged = histories.All(h => h.Epochs.Count < _recipe.Epochs && !h.WasBroken),
            StopReason = first.StopReason,
            History = [.. first.Epochs.Select(e => e.Loss)],
            ValidationHistory = [.. first.Epochs.Where(e => e.ValidationLoss is not null).Select(e => e.ValidationLoss!.Value)],
            Notes = [.. histories.Where(h => h.WasBroken).Select(h => $"{h.StopReason}; the best epoch before was kept")],
        });
    }

    (Module, TrainingHistory) Train(FitContext context, TrainingFilm? film)
    {
        long seed = (long)Rng.Stream(_recipe.Seed, context.Path, "network").UInt64At(0);
        var net = _recipe.NewNetwork(Inputs.Schema.Count, _outputs);
        net.Place();
        net.InitializeRest(seed, DType.Float32);
        net.To(DType.Float32);
        CheckOutputs(net);
        var follower = new Follower();
        var trainer = new Trainer
        {
            Loss = _loss,
            Optimizer = _recipe.OwnOptimizer,
            BatchSize = _recipe.BatchSize,
            Epochs = _recipe.Epochs,
            Seed = seed,
            Callbacks = [new EarlyStopping { Patience = _recipe.Patience }, .. _recipe.Callbacks, .. film is null ? Array.Empty<Callback>() : [new Filming(film)], follower],
        };
        TrainingHistory history;
        try
        {
            history = trainer.Fit(net, Loader(_train, seed), _held.Length == 0 ? null : Loader(_held, seed), context);
        }
        catch (TrainingDivergedException diverged) when (follower.Run?.Epochs.Count > 0)
        {
            history = follower.End($"diverged in epoch {follower.Run.Epoch + 1}: {diverged.Message}");
        }
        catch (OperationCanceledException) when (_recipe.KeepsBestWhenCancelled && follower.Run?.Epochs.Count > 0)
        {
            history = follower.End($"cancelled in epoch {follower.Run.Epoch + 1}");
        }
        foreach (var parameter in net.Parameters) parameter.Seal();
        return (net, history);
    }

    DataLoader Loader(int[] rows, long seed)
    {
        Tensor places = Tensor.From(rows);
        return new DataLoader(_x[places], _y[places], _weights?[places]) { BatchSize = _recipe.BatchSize, Seed = seed };
    }

    void CheckOutputs(Module net)
    {
        using var off = Gradients.Off();
        var y = net.Forward(_x[0..1]);
        if (y.Shape[0] != 1 || y.Length != _outputs || y.Rank > 2)
            throw new ArgumentException($"Network: gives {y.Shape} for one row where {_learner} needs [1, {_outputs}]", "data");
    }

    /// <summary>The rows to train on and those held back, in their order.</summary>
    static (int[] Train, int[] Held) Parted(Dataset rows, NeuralEstimator recipe)
    {
        int[] all = [.. Enumerable.Range(0, rows.Rows)];
        int wanted = (int)Math.Round(rows.Rows * recipe.ValidationShare);
        if (wanted == 0 || wanted == rows.Rows) return (all, []);
        if (rows.Groups is null)
        {
            var places = Tensor.From(all).Reshape(all.Length, 1);
            var numbered = rows.Classes is null ? new Dataset(places) // the names of the classes must not count
                : new Dataset(places, rows.Target, ClassLabels.Of(Enumerable.Range(0, rows.Classes.Count).Select(k => (double)k)));
            var (train, held) = numbered.Split(recipe.ValidationShare, recipe.Seed);
            return (Numbers(train), Numbers(held));
        }
        int[] groupOf = rows.Groups.ToArray<int>();
        var sizes = groupOf.GroupBy(g => g).ToDictionary(g => g.Key, g => g.Count());
        int[] names = [.. sizes.Keys.Order()];
        Rng.Stream(recipe.Seed, "", "groups held back").Start().Shuffle<int>(names);
        var taken = new HashSet<int>();
        foreach (int name in names)
        {
            if (sizes[name] > wanted) continue;
            taken.Add(name);
            wanted -= sizes[name];
        }
        return ([.. all.Where(i => !taken.Contains(groupOf[i]))], [.. all.Where(i => taken.Contains(groupOf[i]))]);
    }

    static int[] Numbers(Dataset numbered) => numbered.Features.Dense!.To(DType.Int32).ToArray<int>();

    /// <summary>Weights of mean 1 in float32; null when all are alike.</summary>
    static Tensor? Relative(Tensor? weights)
    {
        if (weights is null) return null;
        double[] w = weights.ToArray<double>();
        if (Array.TrueForAll(w, v => v == w[0])) return null;
        double largest = w.Max(), mean = w.Average(v => v / largest);
        return Tensor.From(Array.ConvertAll(w, v => (float)Math.Max(v / largest / mean, 1e-30)));
    }

    sealed record Filming(TrainingFilm Film) : Callback
    {
        public override ITrainingWatcher Watch() => Film;
    }

    /// <summary>Keeps hold of a training, so that it can be ended well when it breaks off.</summary>
    sealed record Follower : Callback, ITrainingWatcher
    {
        internal TrainingRun? Run { get; private set; }

        public override ITrainingWatcher Watch() => this;

        void ITrainingWatcher.Began(TrainingRun run) => Run = run;

        internal TrainingHistory End(string reason)
        {
            foreach (var watcher in Run!.Watchers) watcher.Ended(Run);
            return new TrainingHistory(Run.Epochs, reason) { WasBroken = true, KeptEpoch = Run.KeptEpoch };
        }
    }
}
