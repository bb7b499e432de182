using MathNet.Numerics;

namespace Cairn.Tests;

static partial class OperationTable
{
    static OperationRow[] Functions =>
    [
        Unary("Abs", x => x.Abs(), Math.Abs, avoid: [0]),
        Unary("Sign", x => x.Sign(), x => Math.Sign(x), avoid: [0]) with { IsDifferentiable = false },
        Unary("Square", x => x.Square(), x => x * x),
        Unary("Sqrt", x => x.Sqrt(), Math.Sqrt, low: 0.2),
        Unary("Floor", x => x.Floor(), Math.Floor) with { IsDifferentiable = false },
        Unary("Ceiling", x => x.Ceiling(), Math.Ceiling) with { IsDifferentiable = false },
        Unary("Round", x => x.Round(), Math.Round) with { IsDifferentiable = false },
        Unary("Exp", x => x.Exp(), Math.Exp),
        Unary("ExpM1", x => x.ExpM1(), x => Math.Abs(x) < 1e-3 ? x + x * x / 2 + x * x * x / 6 : Math.Exp(x) - 1),
        Unary("Log", x => x.Log(), Math.Log, low: 0.2),
        Unary("Log1P", x => x.Log1P(), x => Math.Log(1 + x), low: -0.8),
        Unary("Sin", x => x.Sin(), Math.Sin),
        Unary("Cos", x => x.Cos(), Math.Cos),
        Unary("Tan", x => x.Tan(), Math.Tan, low: -1.2, high: 1.2),
        Unary("Tanh", x => x.Tanh(), Math.Tanh),
        Unary("Sigmoid", x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x))),
        Unary("Relu", x => x.Relu(), x => Math.Max(x, 0), avoid: [0]),
        Unary("Asin", x => x.Asin(), Math.Asin, low: -0.9, high: 0.9),
        Unary("Acos", x => x.Acos(), Math.Acos, low: -0.9, high: 0.9),
        Unary("Atan", x => x.Atan(), Math.Atan),
        Unary("Sinh", x => x.Sinh(), Math.Sinh),
        Unary("Cosh", x => x.Cosh(), Math.Cosh),
        Unary("Asinh", x => x.Asinh(), Math.Asinh),
        Unary("Acosh", x => x.Acosh(), Math.Acosh, low: 1.2, high: 4),
        Unary("Atanh", x => x.Atanh(), Math.Atanh, low: -0.8, high: 0.8),
        Unary("Erf", x => x.Erf(), SpecialFunctions.Erf),
        Unary("Erfc", x => x.Erfc(), SpecialFunctions.Erfc),
        Unary("LogGamma", x => x.LogGamma(), SpecialFunctions.GammaLn, low: 0.3, high: 6),
        Unary("Digamma", x => x.Digamma(), SpecialFunctions.DiGamma, low: 0.3, high: 6),
        Unary("Digamma of negative numbers", x => x.Digamma(), SpecialFunctions.DiGamma, low: -0.8, high: -0.2) with { Tolerance = 1e-12 },
        Unary("Gelu", x => x.Gelu(), x => x * SpecialFunctions.Erfc(-x / Math.Sqrt(2)) / 2),
        Unary("Softplus", x => x.Softplus(), x => Math.Log(1 + Math.Exp(x))),
    ];
}
