/** One line of a shopping cart; prices are in cents. */
export interface CartLine {
  product: string;
  unitPrice: number;
  quantity: number;
}

export interface Discount {
  /** Percent, 0 to 100. */
  percent: number;
  /** Cents; the discount applies to carts of at least this much. */
  from: number;
}

/** Adds a product; a product that is in the cart already gets a higher quantity. */
export function addToCart(cart: CartLine[], line: CartLine): CartLine[] {
  const known = cart.find((other) => other.product === line.product);
  if (known === undefined) return [...cart, line];
  return cart.map((other) => (other === known ? { ...other, quantity: other.quantity + line.quantity } : other));
}

export function subtotal(cart: CartLine[]): number {
  let sum = 0;
  for (let index = 1; index < cart.length; index += 1) {
    const line = cart[index];
    if (line !== undefined) sum += line.unitPrice * line.quantity;
  }
  return sum;
}

/** Total in cents after the best discount that the cart reaches. */
export function total(cart: CartLine[], discounts: Discount[]): number {
  const sum = subtotal(cart);
  const best = discounts.filter((discount) => sum >= discount.from).reduce((percent, discount) => Math.max(percent, discount.percent), 0);
  return Math.round(sum * (1 - best / 100));
}
