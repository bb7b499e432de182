using Cairn.Preprocessing;
using Cairn.Training;

namespace Cairn.NeuralModels;

/// <summary>A network that predicts one number, or several, by the squared error.</summary>
/// <inheritdoc cref="NeuralEstimator" path="/remarks"/>
public sealed record NeuralRegressor : NeuralEstimator, IEstimator<NeuralRegressorModel>
{
    /// <summary>What is made small, from outputs and targets; null, the default, for <see cref="Loss.MeanSquaredError"/>.</summary>
    public Loss? Loss { get; init; }

    /// <summary>True, unless set, to learn the target in deviations from its mean and to turn answers back; false for a loss that takes the
    /// target as it is, such as <see cref="Losses.PoissonLoss"/>.</summary>
    public bool StandardizesTarget { get; init; } = true;

    /// <summary>Trains the network; weights count as repetitions of a row.</summary>
    /// <param name="data">Features that are numbers, and a target of one column of numbers or more.</param>
    /// <param name="context">Cancellation, progress, and the most threads; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">There is no row or no column, a value is missing or no number, or <see cref="NeuralEstimator.Network"/>
    /// gives no output for each column.</exception>
    /// <exception cref="TrainingDivergedException">The loss was no finite number in the first epoch.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public NeuralRegressorModel Fit(Dataset data, FitContext? context = null) => Train(data, context, isWatched: false).Model;

    /// <summary>Trains the network and records it on the way, for a page that plays the training.</summary>
    /// <returns>The model that <see cref="Fit"/> gives, and the network's moments.</returns>
    /// <inheritdoc cref="Fit"/>
    public NetworkHistory<NeuralRegressorModel> Watch(Dataset data, FitContext? context = null)
    {
        var (model, film) = Train(data, context, isWatched: true);
        return new NetworkHistory<NeuralRegressorModel>(model, film!, model.TargetName);
    }

    (NeuralRegressorModel Model, TrainingFilm? Film) Train(Dataset data, FitContext? context, bool isWatched)
    {
        ArgumentNullException.ThrowIfNull(data);
        context ??= new FitContext();
        const string learner = nameof(NeuralRegressor);
        var target = data.NumericTarget(learner);
        var rows = NetworkInputs.Numbers(data, target, null, learner);
        int outputs = rows.Target!.Rank == 1 ? 1 : rows.Target.Shape[1];
        if (outputs == 0) throw new ArgumentException("target: it has no column", nameof(data));
        var columns = rows.Target.Reshape(rows.Rows, outputs);
        StandardScalerModel? scaler = null;
        if (StandardizesTarget)
        {
            scaler = new StandardScaler().Fit(new Dataset(columns, weights: rows.Weights));
            columns = scaler.Transform(columns).Dense!;
        }
        var y = NetworkInputs.Single(columns, StandardizesTarget);
        var fit = new NetworkFit(this, rows, data.Features, y, outputs, Loss ?? Loss.MeanSquaredError, learner, context);
        if (isWatched)
            fit.Film = fit.Filmed(rows, [.. rows.Target.To(DType.Float64).ToArray<double>().Where((_, i) => i % outputs == 0)], data.TargetName, null,
                scaler is null ? null : v => scaler.InverseTransform(Tensor.Full(v, 1, 1)).Dense!.ToArray<double>()[0]);
        var (networks, facts) = fit.Run();
        return (new NeuralRegressorModel(fit.Inputs, scaler, outputs, isVector: target.Rank == 1, networks, data.TargetName,
            facts with { Rows = data.Rows }), fit.Film);
    }
}
