namespace Cairn.Optimization;

/// <summary>Hager and Zhang's search (2005), made for conjugate gradients: an interval that holds a minimum is narrowed by secants of the
/// slope until a place in it fulfils Wolfe's conditions, or their approximation by slopes alone, which rounding does not hide.</summary>
/// <remarks>Accepted is f(t) ≤ f(0) + δ t f'(0) with f'(t) ≥ σ f'(0); or f(t) ≤ f(0) + ε |f(0)| with (2 δ - 1) f'(0) ≥ f'(t) ≥ σ
/// f'(0).</remarks>
public sealed record HagerZhang : LineSearch
{
    const int MostTrials = 50;
    const double Gamma = 0.66;

    /// <summary>δ, the share of the promised fall, above 0 and below 1/2; 0.1 unless set.</summary>
    public double Decrease { get; init => field = Share(value, 0, 0.5, nameof(Decrease)); } = 0.1;

    /// <summary>σ, the share of the slope that may be left, above 0 and below 1; 0.9 unless set. It is to be above
    /// <see cref="Decrease"/>.</summary>
    public double Curvature { get; init => field = Share(value, 0, 1, nameof(Curvature)); } = 0.9;

    /// <summary>ε, how much higher than the start counts as level with it, relative to the value there, above 0 and below 1; 1e-12 unless
    /// set.</summary>
    public double Rounding { get; init => field = Share(value, 0, 1, nameof(Rounding)); } = 1e-12;

    internal override Trial? Find(Ray ray, double length) => new Narrowing(this, ray).Find(length);

    /// <summary>One search: the interval from <c>_a</c>, where the function falls and is level with the start at most, to
    /// <c>_b</c>.</summary>
    sealed class Narrowing(HagerZhang recipe, Ray ray)
    {
        readonly double _level = ray.Start.Value + recipe.Rounding * Math.Abs(ray.Start.Value);
        Trial _a = ray.Start, _b = ray.Start;
        Trial? _found;
        int _trials;

        internal Trial? Find(double length)
        {
            if (!Bracket(length)) return Best();
            while (_found is null && _trials < MostTrials && _b.Length > _a.Length)
            {
                double width = _b.Length - _a.Length;
                NarrowBySecants();
                if (_found is null && _b.Length - _a.Length > Gamma * width) Narrow((_a.Length + _b.Length) / 2);
            }
            return Best();
        }

        Trial? Best() => _found ?? (_a.Length > 0 && _a.Value < ray.Start.Value ? _a : null);

        /// <summary>Goes five times as far until the function rises.</summary>
        bool Bracket(double length)
        {
            while (_trials < MostTrials)
            {
                var trial = Try(length);
                if (_found is not null) return false;
                if (!trial.IsFinite) length = _a.Length + 0.1 * (length - _a.Length);
                else if (trial.Slope >= 0)
                {
                    _b = trial;
                    return true;
                }
                else if (trial.Value > _level)
                {
                    _b = trial;
                    Halve();
                    return _found is null;
                }
                else
                {
                    _a = trial;
                    length *= 5;
                }
            }
            return false;
        }

        void NarrowBySecants()
        {
            Trial a = _a, b = _b;
            double c = Secant(a, b);
            var trial = Narrow(c);
            if (_found is not null || trial is null) return;
            if (ReferenceEquals(trial, _b)) Narrow(Secant(b, _b));
            else if (ReferenceEquals(trial, _a)) Narrow(Secant(a, _a));
        }

        static double Secant(Trial a, Trial b) => (a.Length * b.Slope - b.Length * a.Slope) / (b.Slope - a.Slope);

        /// <summary>Takes a length into the interval; nothing happens when it lies outside.</summary>
        Trial? Narrow(double length)
        {
            if (!(length > _a.Length && length < _b.Length)) return null;
            var trial = Try(length);
            if (_found is not null) return trial;
            if (!trial.IsFinite || (trial.Slope < 0 && trial.Value > _level))
            {
                _b = trial;
                Halve();
            }
            else if (trial.Slope >= 0) _b = trial;
            else _a = trial;
            return trial;
        }

        /// <summary>Until the function rises at the end of the interval.</summary>
        void Halve()
        {
            while (_found is null && _trials < MostTrials && !(_b.IsFinite && _b.Slope >= 0))
            {
                var trial = Try((_a.Length + _b.Length) / 2);
                if (trial.IsFinite && trial.Slope < 0 && trial.Value <= _level) _a = trial;
                else _b = trial;
            }
        }

        Trial Try(double length)
        {
            _trials++;
            var trial = ray.At(length);
            var start = ray.Start;
            bool flat = trial.Slope >= recipe.Curvature * start.Slope;
            bool falls = trial.Value <= start.Value + recipe.Decrease * length * start.Slope
                || (trial.Value <= _level && (2 * recipe.Decrease - 1) * start.Slope >= trial.Slope);
            if (trial.IsFinite && flat && falls) _found = trial;
            return trial;
        }
    }
}
