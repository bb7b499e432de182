using System.Globalization;
using Cairn.Kernels;
using Cairn.LinearAlgebra;

namespace Cairn.LinearModels;

/// <summary>Newton's method with a line search for the coefficients of a logistic regression.</summary>
sealed class LogisticSolver
{
    const int MostUnknownsForCholesky = 800;
    const int MostConjugateSteps = 250;
    const double SeparatedLoss = 1e-4;

    readonly ScaledColumns _x;
    readonly LogisticRegression _recipe;
    readonly FitContext _context;
    readonly LogisticObjective _f;
    readonly double[] _penalties;
    readonly int _columns, _stride;
    double[]? _preconditioner;

    internal LogisticSolver(ScaledColumns x, int[] y, int classes, LogisticRegression recipe, FitContext context)
    {
        (_x, _recipe, _context) = (x, recipe, context);
        (_columns, _stride) = (x.Columns, x.Stride);
        _penalties = x.Penalties(recipe.Penalty.Strength);
        _f = new LogisticObjective(x, y, classes, _penalties, context);
        Start = new double[_f.Length];
        if (recipe.FitIntercept) StartAtShares(y, classes);
    }

    /// <summary>All coefficients 0, the intercepts such that the probabilities are the classes' shares.</summary>
    double[] Start { get; }

    void StartAtShares(int[] y, int classes)
    {
        var shares = new double[classes];
        for (int i = 0; i < y.Length; i++) shares[y[i]] += _x.Weights[i];
        var logs = Array.ConvertAll(shares, s => SafeMath.Log(s));
        double mean = 0;
        foreach (double log in logs) mean += log / classes;
        for (int k = 0; k < _f.Scores; k++)
            Start[k * _stride + _columns - 1] = classes == 2 ? logs[1] - logs[0] : logs[k] - mean;
    }

    /// <summary>Minimises; gives the coefficients [scores, features] and intercepts [scores] in the caller's units.</summary>
    internal (double[] Coefficients, double[] Intercepts, TrainingFacts Facts) Solve(FeatureSchema schema)
    {
        double[] theta = Start, next = new double[theta.Length];
        double[] gradient = new double[theta.Length], nextGradient = new double[theta.Length];
        double value = _f.Evaluate(theta, gradient, curved: IsDirect), firstSquares = 0;
        var history = new List<double>();
        string? stop = null, note = null;
        bool converged = false;
        for (int iteration = 0; stop is null && iteration < _recipe.MaxIterations; iteration++)
        {
            _context.ThrowIfCancelled();
            double squares = Slope(gradient, gradient);
            if (squares == 0)
            {
                (stop, converged) = ("the gradient is 0", true);
                break;
            }
            if (iteration == 0) firstSquares = squares;
            var step = Step(gradient, Math.Sqrt(squares / firstSquares));
            double slope = Slope(gradient, step); // minus the square of Newton's decrement

            double change = Largest(step), least = Math.ScaleB(Math.Abs(value), -44), length = 1, nextValue;
            while (true)
            {
                for (int j = 0; j < theta.Length; j++) next[j] = Math.FusedMultiplyAdd(length, step[j], theta[j]);
                nextValue = _f.Evaluate(next, nextGradient, curved: IsDirect && change > _recipe.Tolerance * Math.Max(1, Largest(next)));
                // a sum of rounded numbers cannot show a decrease below its rounding: within it the step counts as one down
                if (nextValue <= value + 1e-4 * length * slope + least || length < 1e-12) break;
                length /= 2;
            }
            if (!(nextValue <= value + least))
            {
                stop = "no step along Newton's direction decreases the objective";
                break;
            }
            (theta, next) = (next, theta);
            (gradient, nextGradient) = (nextGradient, gradient);
            value = nextValue;
            history.Add(value * _x.WeightUnit);
            _context.Report(1 - 1.0 / (2 + iteration), string.Create(CultureInfo.InvariantCulture, $"objective {history[^1]:G6}"));

            double size = Math.Max(1, Largest(theta));
            if (length == 1 && (change <= _recipe.Tolerance * size || -slope <= Math.ScaleB(value, -64)))
                (stop, converged) = ("the last step was within the tolerance", true);
            else if (_recipe.Penalty.Strength == 0 && IsUnbounded(value, slope, change, size))
                (stop, note) = ("the coefficients grow without bound", "the classes are separated; coefficients grow without bound; add a penalty");
        }

        int features = schema.Count;
        var coefficients = new double[_f.Scores * features];
        var intercepts = new double[_f.Scores];
        for (int k = 0; k < _f.Scores; k++)
            intercepts[k] = _x.Unscale(theta.AsSpan(k * _stride, _columns), coefficients.AsSpan(k * features, features));
        if (_f.Scores > 1) Centre(intercepts);
        for (int j = 0; j < coefficients.Length; j++)
            if (!double.IsFinite(coefficients[j]))
                throw new ArgumentException(
                    $"features: the coefficient of '{schema.NameOf(j % features)}' exceeds the range of double; multiply the column", "data");
        return (coefficients, intercepts, new TrainingFacts
        {
            Iterations = history.Count,
            Converged = converged,
            StopReason = stop ?? $"the limit of {_recipe.MaxIterations} iterations",
            History = [.. history],
            Notes = note is not null ? [note]
                : converged ? []
                : [$"not converged: {stop ?? $"stopped at the limit of {_recipe.MaxIterations} iterations; raise MaxIterations"}"],
        });
    }

    /// <summary>Whether the coefficients run away: a plane separates all rows, or steps stay long where nothing is left to gain.</summary>
    bool IsUnbounded(double value, double slope, double change, double size) =>
        (value <= SeparatedLoss * _f.TotalWeight && _f.SeparatesAllRows()) || (-slope <= 1e-12 * value && change > 0.1 && size > 10);

    /// <summary>The solution of F'' step = -gradient, or near it.</summary>
    /// <param name="gradient">F'.</param>
    /// <param name="progress">The gradient's size relative to the first: near the end conjugate gradients solve more exactly.</param>
    double[] Step(double[] gradient, double progress) =>
        IsDirect ? NewtonStep(gradient) : ConjugateStep(gradient, Math.Clamp(progress, 1e-3, 0.1));

    /// <summary>A Hessian of k scores costs (k + 1) * columns / 4 passes over the rows; conjugate gradients some 15 a step.</summary>
    bool IsDirect => _f.Scores * _columns <= MostUnknownsForCholesky && (_f.Scores == 1 || (_f.Scores + 1) * _columns <= 240);

    double[] NewtonStep(double[] gradient)
    {
        int size = _f.Scores * _columns;
        double[] hessian = _f.Hessian(), factor = [.. hessian], packed = new double[size], step = new double[_f.Length];
        for (int k = 0; k < _f.Scores; k++)
            for (int j = 0; j < _columns; j++) packed[k * _columns + j] = -gradient[k * _stride + j];
        if (Cholesky.TryFactor(factor, size)) Cholesky.Solve(factor, size, packed);
        else new SemidefiniteCholesky(hessian, size).Solve(packed);
        for (int k = 0; k < _f.Scores; k++) packed.AsSpan(k * _columns, _columns).CopyTo(step.AsSpan(k * _stride));
        return step;
    }

    /// <summary>
    /// Preconditioned conjugate gradients until the residual, measured by the preconditioner, is <paramref name="exactness"/> of the gradient.
    /// </summary>
    double[] ConjugateStep(double[] gradient, double exactness)
    {
        int length = gradient.Length;
        double[] step = new double[length], residual = Array.ConvertAll(gradient, g => -g), curved = new double[length];
        double[] z = Precondition(residual), direction = [.. z];
        double size = Slope(residual, z), goal = exactness * exactness * size;
        for (int i = 0; i < MostConjugateSteps && size > goal; i++)
        {
            _context.ThrowIfCancelled();
            _f.Curve(direction, curved);
            double curvature = Slope(direction, curved);
            if (!(curvature > 0)) break;
            double alpha = size / curvature;
            for (int j = 0; j < length; j++)
            {
                step[j] = Math.FusedMultiplyAdd(alpha, direction[j], step[j]);
                residual[j] = Math.FusedMultiplyAdd(-alpha, curved[j], residual[j]);
            }
            z = Precondition(residual);
            double before = size;
            size = Slope(residual, z);
            for (int j = 0; j < length; j++) direction[j] = Math.FusedMultiplyAdd(size / before, direction[j], z[j]);
        }
        return step;
    }

    /// <summary>
    /// M^-1 residual, score by score, with M = (1/k)(1 - 1/k) X'WX + penalties: the Hessian's diagonal blocks where all k classes are
    /// equally likely (Bohning, Ann. Inst. Statist. Math. 44, 1992); with very many columns its diagonal alone.
    /// </summary>
    double[] Precondition(double[] residual)
    {
        bool dense = _columns <= MostUnknownsForCholesky;
        int classes = Math.Max(2, _f.Scores);
        double share = (classes - 1.0) / ((double)classes * classes);
        if (_preconditioner is null)
        {
            var m = dense ? _f.Gram() : _f.Squares();
            int next = dense ? _columns + 1 : 1;
            for (int j = 0; j < m.Length; j++) m[j] *= share;
            for (int j = 0; j < _columns; j++)
            {
                // the diagonal raised by a trace, so that columns that depend on each other do no harm
                m[j * next] = m[j * next] * (1 + 1e-10) + _penalties[j];
                if (m[j * next] == 0) m[j * next] = 1;
            }
            if (dense && !Cholesky.TryFactor(m, _columns))
                throw new InvalidOperationException("LogisticRegression: the preconditioner is singular");
            _preconditioner = m;
        }
        var result = new double[residual.Length];
        for (int k = 0; k < _f.Scores; k++)
        {
            var part = result.AsSpan(k * _stride, _columns);
            residual.AsSpan(k * _stride, _columns).CopyTo(part);
            if (dense) Cholesky.Solve(_preconditioner, _columns, part);
            else for (int j = 0; j < _columns; j++) part[j] /= _preconditioner[j];
        }
        if (_f.Scores > 1) TakeOutShift(result);
        return result;
    }

    /// <summary>Makes each column sum to 0 over the scores: a shift of all alike changes nothing, and rounding would wander off that way.</summary>
    void TakeOutShift(double[] theta)
    {
        for (int j = 0; j < _columns; j++)
        {
            double mean = 0;
            for (int k = 0; k < _f.Scores; k++) mean += theta[k * _stride + j] / _f.Scores;
            for (int k = 0; k < _f.Scores; k++) theta[k * _stride + j] -= mean;
        }
    }

    static double Slope(double[] a, double[] b) => Dots.Dot(a, b);

    static double Largest(double[] values)
    {
        double largest = 0;
        foreach (double value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    static void Centre(double[] values)
    {
        double mean = 0;
        foreach (double value in values) mean += value / values.Length;
        for (int k = 0; k < values.Length; k++) values[k] -= mean;
    }
}
