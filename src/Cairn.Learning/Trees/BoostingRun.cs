using System.Globalization;
using Cairn.Kernels;
using Cairn.RandomNumbers;

namespace Cairn.Trees;

/// <summary>One training: rounds of trees until all are made or the rows held back are served no better.</summary>
sealed class BoostingRun
{
    const int Block = 4_096;

    readonly GradientBoosting _recipe;
    readonly IBoostingTask _task;
    readonly TreeInputs _inputs;
    readonly BinnedColumns _bins;
    readonly double[]? _weights;
    readonly int _weightPower;
    readonly int[]? _directions;
    readonly FitContext _context;
    readonly int[] _training, _held;
    readonly double[][] _scores; // for every output

    internal BoostingRun(GradientBoosting recipe, IBoostingTask task, TreeInputs inputs, double[][] columns, int rows, double[]? weights,
        int weightPower, string learner, FitContext context)
    {
        (_recipe, _task, _inputs, _weights, _weightPower, _context) = (recipe, task, inputs, weights, weightPower, context);
        _directions = recipe.Directions(inputs, learner);
        _bins = new BinnedColumns(inputs, columns, rows, weights, recipe.MaxBins, context);
        (_training, _held) = HoldBack(rows);
        _scores = new double[task.Outputs][];
        double[] start = task.Start(_training);
        for (int k = 0; k < _scores.Length; k++)
        {
            _scores[k] = new double[rows];
            Array.Fill(_scores[k], start[k]);
        }
        Starts = start;
    }

    /// <summary>The scores before the first tree.</summary>
    internal double[] Starts { get; }

    (int[] Training, int[] Held) HoldBack(int rows)
    {
        int held = (int)(rows * _recipe.ValidationShare);
        if (held == 0) return ([.. Enumerable.Range(0, rows)], []);
        int[] order = Rng.Stream(_recipe.Seed, _context.Path, "boosting validation").Permutation(rows);
        return ([.. order[held..].Order()], [.. order[..held].Order()]);
    }

    internal (BoostedForest Forest, TrainingFacts Facts) Train()
    {
        int rows = _bins.Rows, outputs = _scores.Length;
        var steps = new FixedPoint(rows, _weights);
        var grower = new BoostedTreeGrower(_bins, steps, _recipe, _weightPower, _directions, _context);
        double[] gradients = new double[rows], hessians = new double[rows];
        var trees = new List<BoostedNode>();
        var history = new List<double>();
        double best = _held.Length > 0 ? _task.Loss(_scores, _held) : 0;
        int bestRound = 0, round = 0;
        string reason = "all rounds were made";
        var columns = Enumerable.Range(0, _bins.Count).ToArray();
        var rowStream = Rng.Stream(_recipe.Seed, _context.Path, "boosting rows");
        var columnStream = Rng.Stream(_recipe.Seed, _context.Path, "boosting columns");
        while (round < _recipe.Iterations)
        {
            int[] sample = Sample(rowStream.At(round));
            int[] asked = _recipe.ColumnShare == 1 ? columns
                : [.. columnStream.At(round).Start().Sample(Math.Max(1, (int)Math.Round(_bins.Count * _recipe.ColumnShare)), _bins.Count).Order()];
            _task.Begin(_scores, _context);
            bool grew = false;
            for (int k = 0; k < outputs; k++)
            {
                _context.ThrowIfCancelled();
                WorkTeam.For((rows + Block - 1) / Block, block =>
                {
                    int begin = block * Block, length = Math.Min(Block, rows - begin);
                    _task.Derivatives(k, _scores, begin, gradients.AsSpan(begin, length), hessians.AsSpan(begin, length));
                    for (int i = begin; i < begin + length; i++)
                    {
                        double w = _weights is null ? 1 : _weights[i];
                        gradients[i] = Math.Clamp(w * gradients[i], -double.MaxValue, double.MaxValue);
                        hessians[i] = Math.Min(w * hessians[i], double.MaxValue);
                    }
                }, _context.Cancellation, _context.Threads);
                steps.Set(gradients, hessians, _context);
                var (root, leaves) = grower.Grow(sample, asked);
                if (_task.LeafQuantile is { } quantile) Renew(leaves, grower.Rows, quantile);
                grew |= leaves.Count > 1;
                trees.Add(root);
                Apply(root, leaves, grower, sample.Length, _scores[k]);
            }
            round++;
            if (_held.Length > 0)
            {
                double loss = _task.Loss(_scores, _held);
                history.Add(loss);
                if (loss < best) (best, bestRound) = (loss, round);
                if (round - bestRound >= _recipe.Patience)
                {
                    reason = string.Create(CultureInfo.InvariantCulture, $"no better on the rows held back for {_recipe.Patience} rounds");
                    break;
                }
            }
            _context.Report(round / (double)_recipe.Iterations, history.Count > 0
                ? string.Create(CultureInfo.InvariantCulture, $"round {round}, loss {history[^1]:G4} on the rows held back") : "");
            if (!grew && _recipe is { RowShare: 1, ColumnShare: 1 })
            {
                reason = "no question gains anything";
                break;
            }
        }
        int made = round;
        if (_held.Length > 0)
        {
            trees.RemoveRange(bestRound * outputs, trees.Count - bestRound * outputs);
            made = Math.Max(1, round);
        }
        return (BoostedForest.Of(_inputs, _bins, trees), new TrainingFacts
        {
            Recipe = RecipeText.Of(_recipe),
            Iterations = made,
            Converged = _held.Length == 0 || round - bestRound >= _recipe.Patience,
            StopReason = reason,
            History = [.. history],
            Notes = Notes(),
        });
    }

    ValueList<string> Notes()
    {
        double weight = 0;
        foreach (int row in _training) weight += _weights is null ? 1 : _weights[row];
        weight = Math.ScaleB(weight, _weightPower);
        return weight >= 2.0 * _recipe.MinRowsPerLeaf || _recipe.MinRowsPerLeaf == 1 ? [] : [string.Create(CultureInfo.InvariantCulture,
            $"the rows weigh {weight:G4} in all, too little for two leaves of MinRowsPerLeaf = {_recipe.MinRowsPerLeaf}: every row gets the same answer")];
    }

    int[] Sample(RandomStream stream)
    {
        if (_recipe.RowShare == 1) return _training;
        var sample = new List<int>((int)(_training.Length * _recipe.RowShare * 1.1) + 16);
        foreach (int row in _training)
            if (stream.UniformAt(row) < _recipe.RowShare) sample.Add(row);
        return sample.Count > 0 ? [.. sample] : _training;
    }

    /// <summary>Gives leaves the quantile of what their rows miss.</summary>
    void Renew(List<BoostedNode> leaves, ReadOnlySpan<int> order, double quantile)
    {
        int[] rows = order.ToArray();
        WorkTeam.For(leaves.Count, k =>
        {
            var own = rows.AsSpan(leaves[k].Begin, leaves[k].End - leaves[k].Begin);
            if (own.IsEmpty) return;
            var misses = new double[own.Length];
            double[]? weights = _weights is null ? null : new double[own.Length];
            for (int i = 0; i < own.Length; i++)
            {
                misses[i] = Math.Clamp(_task.Target(own[i]) - _scores[0][own[i]], -double.MaxValue, double.MaxValue);
                if (weights is not null) weights[i] = _weights![own[i]];
            }
            leaves[k].Value = _recipe.LearningRate * BoostingLoss.QuantileOf(misses, weights, quantile);
        }, _context.Cancellation, _context.Threads);
    }

    /// <summary>Adds a tree to the scores: by the leaves' ranges for the rows it learned from, by its questions for the others.</summary>
    void Apply(BoostedNode root, List<BoostedNode> leaves, BoostedTreeGrower grower, int learned, double[] scores)
    {
        if (learned == _bins.Rows)
        {
            WorkTeam.For(leaves.Count, k =>
            {
                double value = leaves[k].Value;
                foreach (int row in grower.Rows[leaves[k].Begin..leaves[k].End])
                    scores[row] = Math.Clamp(scores[row] + value, -double.MaxValue, double.MaxValue);
            }, _context.Cancellation, _context.Threads);
            return;
        }
        WorkTeam.For((_bins.Rows + Block - 1) / Block, block =>
        {
            for (int row = block * Block; row < Math.Min(_bins.Rows, (block + 1) * Block); row++)
            {
                var node = root;
                while (node.Question is { } question)
                    node = question.Yes[BinnedColumns.Bin(_bins.Words[question.Feature / BinnedColumns.InWord][row], question.Feature)] != 0
                        ? node.Left! : node.Right!;
                scores[row] = Math.Clamp(scores[row] + node.Value, -double.MaxValue, double.MaxValue);
            }
        }, _context.Cancellation, _context.Threads);
    }
}
