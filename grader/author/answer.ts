import { EtcdError } from 'course/kit';
import { RealRefusal } from './etcd-gateway.ts';

/** What a request gave, or the text with which it was refused: comparable between a reference and the real etcd. */
export type Answer = { readonly value: unknown } | { readonly refused: string };

/** Makes a request of either. Errors that are no refusals are thrown on. */
export async function answerOf(request: () => unknown): Promise<Answer> {
  try {
    return { value: await request() };
  } catch (error) {
    if (error instanceof EtcdError || error instanceof RealRefusal)
      return { refused: error.message };
    throw error;
  }
}
