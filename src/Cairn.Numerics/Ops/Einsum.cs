namespace Cairn;

public sealed partial class Tensor
{
    /// <summary>Einstein's summation: products of tensors, summed over every subscript that the result does not name.</summary>
    /// <remarks>
    /// <para>A letter names an axis of an operand, operands are parted by commas: <c>"ij,jk->ik"</c> is the matrix product,
    /// <c>"ij->ji"</c> the transpose, <c>"ii->i"</c> the diagonal, <c>"i,j->ij"</c> the outer product, <c>"bij,bjk->bik"</c> a batch of
    /// products. <c>...</c> stands for any axes, which broadcast. Without <c>-></c> the result has the axes of <c>...</c>, then every
    /// letter that occurs once, in the order of the alphabet, capitals first.</para>
    /// <para>Operands are contracted in pairs, the pair of the fewest multiplications first, by <see cref="MatMul"/>: for a chain of
    /// many tensors far less work than all at once.</para>
    /// </remarks>
    /// <param name="equation">The subscripts; spaces do not count.</param>
    /// <param name="operands">One tensor for each term. Their types are joined as in arithmetic.</param>
    /// <exception cref="ArgumentException">The equation is not well formed, does not fit the operands, or gives a letter two sizes; or a
    /// type is bool.</exception>
    public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> operands)
    {
        ArgumentNullException.ThrowIfNull(equation);
        var dtype = TogetherAll(operands, nameof(Einsum));
        if (dtype == DType.Bool) throw NoNumber(nameof(Einsum));
        var plan = EinsumPlan.Read(equation, operands);
        var terms = new List<EinsumTerm>(operands.Length);
        for (int i = 0; i < operands.Length; i++) terms.Add(plan.Term(operands[i].DType == dtype ? operands[i] : operands[i].To(dtype), i));
        while (terms.Count > 1)
        {
            var (first, second) = EinsumPlan.Cheapest(terms);
            EinsumTerm a = terms[first], b = terms[second];
            terms.RemoveAt(second);
            terms.RemoveAt(first);
            terms.Add(EinsumTerm.Contract(a, b, axis => plan.Result.Contains(axis) || terms.Any(t => t.Axes.Contains(axis))));
        }
        return terms[0].Summed(plan.Result.Contains).To(plan.Result);
    }

    /// <summary>A tensor whose axes have names: letters, and for the axes of <c>...</c> the numbers -1, -2, ... from the last.</summary>
    sealed record EinsumTerm(Tensor Tensor, int[] Axes)
    {
        int Size(int axis) => Tensor.Shape[Array.IndexOf(Axes, axis)];

        /// <summary>Each name at one axis only: the others are led along it.</summary>
        internal EinsumTerm OnDiagonals()
        {
            for (int a = 0; a < Axes.Length; a++)
                for (int b = a + 1; b < Axes.Length; b++)
                    if (Axes[a] == Axes[b])
                    {
                        int[] others = [.. Axes.Where((_, i) => i != a && i != b)];
                        return new EinsumTerm(Tensor.Diagonal(0, a, b), [.. others, Axes[a]]).OnDiagonals();
                    }
            return this;
        }

        /// <summary>Without the axes that nobody asks for any more.</summary>
        internal EinsumTerm Summed(Func<int, bool> isWanted)
        {
            int[] gone = [.. Enumerable.Range(0, Axes.Length).Where(a => !isWanted(Axes[a]))];
            if (gone.Length == 0) return this;
            var sum = Tensor.Sum(gone);
            return new(sum.DType == Tensor.DType ? sum : sum.To(Tensor.DType), [.. Axes.Where(isWanted)]);
        }

        /// <summary>The axes in this order.</summary>
        internal Tensor To(ReadOnlySpan<int> order)
        {
            var axes = new int[order.Length];
            for (int i = 0; i < axes.Length; i++) axes[i] = Array.IndexOf(Axes, order[i]);
            return Tensor.Permute(axes);
        }

        /// <summary>The axes in groups, each group one axis.</summary>
        Tensor Grouped(params ReadOnlySpan<int[]> groups)
        {
            var sizes = new int[groups.Length];
            var order = new List<int>();
            for (int g = 0; g < groups.Length; g++)
            {
                sizes[g] = groups[g].Aggregate(1, (product, axis) => product * Size(axis));
                order.AddRange(groups[g]);
            }
            return To([.. order]).Reshape(sizes);
        }

        internal static EinsumTerm Contract(EinsumTerm a, EinsumTerm b, Func<int, bool> isWanted)
        {
            a = a.Summed(axis => isWanted(axis) || b.Axes.Contains(axis));
            b = b.Summed(axis => isWanted(axis) || a.Axes.Contains(axis));
            int[] shared = [.. a.Axes.Where(axis => b.Axes.Contains(axis) && isWanted(axis))];
            int[] gone = [.. a.Axes.Where(axis => !isWanted(axis))];
            int[] left = [.. a.Axes.Where(axis => !b.Axes.Contains(axis))], right = [.. b.Axes.Where(axis => !a.Axes.Contains(axis))];
            var product = gone.Length > 0
                ? shared.Length > 0
                    ? a.Grouped(shared, left, gone).MatMul(b.Grouped(shared, gone, right))
                    : a.Grouped(left, gone).MatMul(b.Grouped(gone, right))
                : a.Grouped(shared, left, []) * b.Grouped(shared, [], right);
            return new EinsumTerm(product.Reshape([.. shared.Select(a.Size), .. left.Select(a.Size), .. right.Select(b.Size)]),
                [.. shared, .. left, .. right]);
        }

        /// <summary>The multiplications of contracting two.</summary>
        internal static double Work(EinsumTerm a, EinsumTerm b)
        {
            double work = 1;
            foreach (int axis in a.Axes) work *= a.Size(axis);
            foreach (int axis in b.Axes)
                if (!a.Axes.Contains(axis)) work *= b.Size(axis);
            return work;
        }
    }

    /// <summary>What an equation says: the names of the axes of each operand and of the result, and their sizes.</summary>
    sealed class EinsumPlan
    {
        readonly Dictionary<int, (int Size, int Operand)> _sizes = [];
        readonly List<int[]> _terms = [];

        internal int[] Result { get; private set; } = [];

        internal static EinsumPlan Read(string equation, ReadOnlySpan<Tensor> operands)
        {
            string text = equation.Replace(" ", "", StringComparison.Ordinal);
            string[] sides = text.Split("->");
            string[] terms = sides[0].Split(',');
            if (sides.Length > 2) throw Wrong(equation, "has more than one '->'");
            if (terms.Length != operands.Length) throw Wrong(equation, $"names {terms.Length} operands, {operands.Length} are given");
            var plan = new EinsumPlan();
            int most = 0;
            for (int i = 0; i < terms.Length; i++)
            {
                int letters = terms[i].Count(char.IsAsciiLetter), rest = operands[i].Rank - letters;
                bool hasRest = terms[i].Contains("...", StringComparison.Ordinal);
                if (rest < 0 || (rest > 0 && !hasRest))
                    throw Wrong(equation, $"gives operand {i} of {operands[i].Shape} {letters} subscripts for {operands[i].Rank} axes");
                int[] axes = Axes(equation, terms[i], rest);
                for (int a = 0; a < axes.Length; a++) plan.Meet(equation, axes[a], operands[i].Shape[a], i);
                plan._terms.Add(axes);
                most = Math.Max(most, rest);
            }
            plan.Result = sides.Length == 2 ? Axes(equation, sides[1], most) : plan.Once(most);
            foreach (int axis in plan.Result)
            {
                if (axis > 0 && !plan._sizes.ContainsKey(axis))
                    throw Wrong(equation, $"has no operand with the subscript '{(char)axis}' of the result");
                if (plan.Result.Count(axis.Equals) > 1) throw Wrong(equation, $"names '{(char)axis}' twice in the result");
            }
            return plan;
        }

        /// <summary>The names of a term's axes, <c>...</c> standing for so many.</summary>
        static int[] Axes(string equation, string term, int rest)
        {
            var axes = new List<int>();
            bool hasRest = false;
            for (int i = 0; i < term.Length; i++)
            {
                if (char.IsAsciiLetter(term[i])) axes.Add(term[i]);
                else if (!hasRest && term.AsSpan(i).StartsWith("...", StringComparison.Ordinal))
                {
                    for (int a = -rest; a < 0; a++) axes.Add(a);
                    hasRest = true;
                    i += 2;
                }
                else throw Wrong(equation, $"has '{term[i]}' at a place where letters, one '...', ',' and '->' may stand");
            }
            return [.. axes];
        }

        void Meet(string equation, int axis, int size, int operand)
        {
            if (!_sizes.TryGetValue(axis, out var before) || (axis < 0 && before.Size == 1)) _sizes[axis] = (size, operand);
            else if (size != before.Size && !(axis < 0 && size == 1))
                throw Wrong(equation, axis < 0
                    ? $"meets sizes {before.Size} of operand {before.Operand} and {size} of operand {operand} in '...', which do not broadcast"
                    : $"gives '{(char)axis}' the size {before.Size} in operand {before.Operand} and {size} in operand {operand}");
        }

        /// <summary>The result of an equation that names none.</summary>
        int[] Once(int rest) =>
        [
            .. Enumerable.Range(-rest, rest),
            .. _terms.SelectMany(t => t).Where(axis => axis > 0).GroupBy(axis => axis).Where(g => g.Count() == 1).Select(g => g.Key).Order(),
        ];

        /// <summary>An operand with its names, as large as the others where it broadcasts.</summary>
        internal EinsumTerm Term(Tensor operand, int place)
        {
            int[] axes = _terms[place], sizes = [.. axes.Select(axis => _sizes[axis].Size)];
            return new EinsumTerm(operand.Shape.AsSpan().SequenceEqual(sizes) ? operand : operand.BroadcastTo(sizes), axes).OnDiagonals();
        }

        internal static (int First, int Second) Cheapest(List<EinsumTerm> terms)
        {
            (int, int) best = (0, 1);
            double least = double.PositiveInfinity;
            for (int i = 0; i < terms.Count; i++)
                for (int j = i + 1; j < terms.Count; j++)
                    if (EinsumTerm.Work(terms[i], terms[j]) is var work && work < least) (best, least) = ((i, j), work);
            return best;
        }

        static ArgumentException Wrong(string equation, string fault) => new($"Einsum: \"{equation}\" {fault}", nameof(equation));
    }
}
