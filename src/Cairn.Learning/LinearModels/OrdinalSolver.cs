using System.Globalization;
using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn.LinearModels;

/// <summary>
/// Newton's method for the cumulative logit model. With u = c_k - w x, v = c_(k-1) - w x of a row of the k-th class,
/// P = s(u) - s(v) = s(u) s(-v) (1 - e^(v - u)), so that -log P = softplus(-u) + softplus(v) - log(1 - e^-(c_k - c_(k-1))):
/// three convex terms, the last the same for all rows of a class.
/// </summary>
sealed class OrdinalSolver
{
    const int MostSteps = 100, MostHalvings = 60;
    const double Tolerance = 1e-9;

    readonly ScaledColumns _x;
    readonly int[] _y;
    readonly double[] _penalties, _totals;
    readonly int _features, _cuts;
    readonly FitContext _context;

    internal OrdinalSolver(ScaledColumns x, int[] y, int classes, Penalty penalty, FitContext context)
    {
        (_x, _y, _features, _cuts, _context) = (x, y, x.Features, classes - 1, context);
        _penalties = x.Penalties(penalty.Strength);
        _totals = new double[classes];
        for (int i = 0; i < y.Length; i++) _totals[y[i]] += x.Weights[i];
    }

    int Length => _features + _cuts;

    /// <summary>The coefficients and cut points in the caller's units.</summary>
    internal (double[] Coefficients, double[] Cuts, TrainingFacts Facts) Solve()
    {
        if (_cuts == 0)
            return (new double[_features], [], new TrainingFacts { Iterations = 0, Converged = true, StopReason = "there is one class" });
        var theta = Start();
        var (gradient, hessian) = (new double[Length], new double[Length * Length]);
        double cost = Evaluate(theta, gradient, hessian);
        bool converged = false;
        int steps = 0;
        while (!converged && steps < MostSteps)
        {
            double[] step = Step(gradient, hessian);
            double share = 1, decrease = 0;
            for (int j = 0; j < Length; j++) decrease += gradient[j] * step[j];
            var next = new double[Length];
            double lower = double.NaN;
            for (int halving = 0; halving < MostHalvings; halving++, share /= 2)
            {
                for (int j = 0; j < Length; j++) next[j] = theta[j] - share * step[j];
                lower = Evaluate(next, null, null);
                if (lower <= cost - 1e-4 * share * decrease + 1e-13 * Math.Abs(cost)) break;
            }
            double moved = 0, size = 1;
            for (int j = 0; j < Length; j++) (moved, size) = (Math.Max(moved, Math.Abs(next[j] - theta[j])), Math.Max(size, Math.Abs(next[j])));
            steps++;
            converged = moved <= Tolerance * size;
            if (!(lower <= cost + 1e-13 * Math.Abs(cost))) break; // no step leads lower
            theta = next;
            cost = Evaluate(theta, gradient, hessian);
            _context.Report((double)steps / MostSteps, string.Create(CultureInfo.InvariantCulture, $"cost {cost:G6}"));
        }

        var coefficients = new double[_features];
        double[] scaled = [.. theta[.._features], 0];
        double shift = _x.Unscale(scaled, coefficients);
        return (coefficients, Array.ConvertAll(theta[_features..], c => c - shift), new TrainingFacts
        {
            Iterations = steps,
            Converged = converged,
            StopReason = converged ? "Newton's steps became small" : "the most steps were made",
            Notes = converged ? [] : ["not converged: the classes may be separable, so that coefficients grow without bound; a penalty helps"],
        });
    }

    /// <summary>No coefficients, and the cut points that fit the shares of the classes.</summary>
    double[] Start()
    {
        var theta = new double[Length];
        double total = _totals.Sum(), below = 0;
        for (int k = 0; k < _cuts; k++)
        {
            below += _totals[k];
            theta[_features + k] = SafeMath.Log(below / total) - SafeMath.Log(Math.Max((total - below) / total, 1e-300));
        }
        // equal ones, by rounding, would leave a class no room
        for (int k = 1; k < _cuts; k++) theta[_features + k] = Math.Max(theta[_features + k], theta[_features + k - 1] + 1e-6);
        return theta;
    }

    /// <summary>The Newton step; where the second derivative does not tell, as for columns that depend on each other, a little is added to its diagonal.</summary>
    double[] Step(double[] gradient, double[] hessian)
    {
        for (double ridge = 0; ; ridge = ridge == 0 ? 1e-12 : ridge * 100)
        {
            double[] factor = [.. hessian];
            for (int j = 0; j < Length; j++)
            {
                double diagonal = hessian[j * Length + j];
                factor[j * Length + j] = diagonal > 0 ? diagonal * (1 + ridge) : 1;
            }
            if (!Cholesky.TryFactor(factor, Length)) continue;
            double[] step = [.. gradient];
            Cholesky.Solve(factor, Length, step);
            return step;
        }
    }

    /// <summary>The cost, infinity where cut points are not in order; with its gradient and second derivative (lower triangle) where wanted.</summary>
    double Evaluate(double[] theta, double[]? gradient, double[]? hessian)
    {
        Span<double> w = theta.AsSpan(0, _features), cuts = theta.AsSpan(_features);
        for (int k = 1; k < _cuts; k++)
            if (!(cuts[k] > cuts[k - 1])) return double.PositiveInfinity;
        if (gradient is not null) Array.Clear(gradient);
        if (hessian is not null) Array.Clear(hessian);
        double cost = 0;
        for (int j = 0; j < _features; j++)
        {
            cost += _penalties[j] * w[j] * w[j] / 2;
            if (gradient is not null) gradient[j] = _penalties[j] * w[j];
            if (hessian is not null) hessian[j * Length + j] = _penalties[j];
        }
        for (int k = 1; k < _cuts; k++)
        {
            double gap = cuts[k] - cuts[k - 1], q = SafeMath.Exp(-gap), rest = -SafeMath.ExpM1(-gap);
            cost -= _totals[k] * SafeMath.Log(rest);
            if (gradient is null || hessian is null) continue;
            double slope = -_totals[k] * q / rest, bend = _totals[k] * q / (rest * rest);
            int upper = _features + k, lower = upper - 1;
            gradient[upper] += slope;
            gradient[lower] -= slope;
            hessian[upper * Length + upper] += bend;
            hessian[lower * Length + lower] += bend;
            hessian[upper * Length + lower] -= bend;
        }
        for (int i = 0; i < _y.Length; i++)
        {
            if (i % 256 == 0) _context.ThrowIfCancelled();
            var row = _x.Values.AsSpan(i * _x.Stride, _features);
            double z = Dots.Dot(row, w), weight = _x.Weights[i];
            if (_y[i] < _cuts) cost += Term(row, cuts[_y[i]] - z, -1, _features + _y[i], weight, gradient, hessian);
            if (_y[i] > 0) cost += Term(row, cuts[_y[i] - 1] - z, 1, _features + _y[i] - 1, weight, gradient, hessian);
        }
        return cost;
    }

    /// <summary>Adds weight * softplus(sign * u), u = cut - w x, to the derivatives, and gives it.</summary>
    double Term(ReadOnlySpan<double> row, double u, int sign, int cut, double weight, double[]? gradient, double[]? hessian)
    {
        double towards = sign * u;
        if (gradient is not null && hessian is not null)
        {
            double p = SafeMath.Sigmoid(towards), slope = weight * sign * p, bend = weight * p * SafeMath.Sigmoid(-towards);
            gradient[cut] += slope;
            Dots.Axpy(-slope, row, gradient);
            hessian[cut * Length + cut] += bend;
            Dots.Axpy(-bend, row, hessian.AsSpan(cut * Length, _features));
            for (int j = 0; j < _features; j++) Dots.Axpy(bend * row[j], row[..(j + 1)], hessian.AsSpan(j * Length, j + 1));
        }
        return weight * (Math.Max(towards, 0) + SafeMath.Log1P(SafeMath.Exp(-Math.Abs(towards))));
    }
}
